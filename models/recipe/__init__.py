"""The recipe of en_newslake_sm: corpus readers, label maps, augmentation, packaging."""
