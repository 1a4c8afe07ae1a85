"""The rules that find statements: a name and a line for each, and how far to trust what it finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A rule by which statements are found.

    :param confidence: share of its statements that are right where sentence and subject are plain, as judges found and as
        counted on CaRB dev, QA-SRL Wikinews dev and KnowledgeNet by `benchmarks/relation_calibration.py`, which says how
        the two are put together. None of headline was judged: its is that of its like.
    """

    name: str
    description: str
    confidence: float


RULES = {
    rule.name: rule
    for rule in (
        Rule("clause", "A verb with its own subject, and its object, complement or nothing.", 0.90),
        Rule("passive", "A passive verb with its surface subject: be and the participle.", 0.88),
        Rule("agent", "A passive verb whose agent is named, turned active.", 0.95),
        Rule("copula", "A subject that is said to be a noun, a name, an adjective or somewhere.", 0.85),
        Rule("prepositional", "A verb, or be and an adjective, with the noun of a preposition.", 0.91),
        Rule("coordination", "A verb that shares the subject of the verb before it.", 0.87),
        Rule("relative_clause", "A relative clause, its pronoun replaced by what it stands for.", 0.90),
        Rule("subject_control", "An infinitive or participle whose subject is that of the verb above.", 0.93),
        Rule("object_control", "An infinitive whose subject is the object of the verb above.", 0.88),
        Rule("noun_control", "An infinitive below a plan, effort or right, with whose plan it is as its subject.", 0.73),
        Rule("participle", "A participle whose subject is the noun it modifies or the subject of its clause.", 0.79),
        Rule("object_complement", "A noun that says what the object is made: they elected him president.", 0.92),
        Rule("purpose", "An infinitive of purpose with the subject of its clause.", 0.80),
        Rule("saying", "Who says, thinks or shows what: its object is the whole clause or quotation.", 0.97),
        Rule("headline", "A headline without a finite verb: a name and an infinitive.", 0.80),
        Rule("apposition", "A name and the noun phrase that explains it, between commas.", 0.88),
        Rule("title", "The office that stands before a person's name.", 0.96),
        Rule("affiliation", "The nation or party before what somebody is: a German painter, a Labour MP.", 0.93),
        Rule("lifespan", "Days of birth and death in brackets after a name.", 0.98),
        Rule("dated", "A verb with the day or year that a type of the catalogue asks for.", 0.91),
        Rule("event_noun", "A noun of an event and whose it is: Russia's invasion of Ukraine, her death in 2007.", 0.95),
        Rule("light_verb", "A verb and its noun as one predicate of the catalogue: hold talks with.", 0.92),
        Rule("noun_relation", "A noun between two names: somebody is the president, wife or founder of another.", 0.83),
    )
}
