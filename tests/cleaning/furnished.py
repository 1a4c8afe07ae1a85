"""Articles about different things, and the furniture that their paper puts into them."""

FURNITURE = "The Long Shelf collects what this desk has dug out of the archive since the presses moved to Dock Lane."

STORIES = (
    (
        "Farmers near Lund moved their cows to higher ground when the Ljungan rose on Monday.",
        "Karin Ek, who keeps sixty of them above Torpshammar, lost two fences and a barn door to the water.",
        "The county sent pumps from Sundsvall, and the road to Fränsta was open again by evening.",
    ),
    (
        "The Kisumu chess club beat Nakuru by four games to one in the lakeside hall.",
        "Brian Otieno won in nineteen moves against Faith Wanjiru, the champion of the Rift Valley.",
        "The return match is to be played in Naivasha, where the hall seats two hundred.",
    ),
    (
        "A bakery in Porto has made its last loaf after ninety years on the Rua das Flores.",
        "Teresa Pinto took the shop over from her uncle Álvaro and never changed the oven.",
        "A hotel from Lisbon has bought the house and wants to keep the tiles of Jorge Colaço.",
    ),
    (
        "Divers off Hobart found the anchor of the Emu, which sank with a load of wool.",
        "Professor Neil Tranter of the University of Tasmania wants to leave it where it lies.",
        "The harbour of Kettering has offered a tank, should the worms of the Derwent get to it.",
    ),
    (
        "The lift at Zermatt stood still for three hours with forty skiers from Ghent in it.",
        "Urs Perren, who runs it, blamed a fox that had bitten through a cable at Furi.",
        "Helicopters from Sion brought tea, and the insurers at Winterthur sent a man.",
    ),
)


def furnished(story: "tuple[str, ...]", furniture: str, place: str) -> str:
    """A story with a paragraph of furniture above, amid or below it."""
    at = {"above": 0, "amid": 1, "below": len(story)}[place]
    return "\n\n".join([*story[:at], furniture, *story[at:]])
