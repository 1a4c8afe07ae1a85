"""Words per second of newslake's annotate stage on one core, beside an unmodified spaCy pipeline of the usual small shape.

    python -m benchmarks.model_speed --corpora DIR [--model NAME|PATH] [--rounds N] [--require RATIO]

The texts are the news and interviews of GUM in DIR, without their annotation. The other pipeline has the shape
of spaCy's small English ones: a 96-wide 4-layer CNN for tagger, parser and lemmatizer and another for names; its weights
are trained for a moment on what the model finds in some of the texts, so that it finds sentences and names and does
the work that these make, and it runs under plain `nlp.pipe` with spaCy's defaults. The annotate stage does more:
it also finds mentions and relations and makes rows of them.

Each is measured in a process of its own that is kept to one core, in turns, by processor time: other load on the
machine tells less that way. It also prints how long the model takes to load, what memory the process needs, and of how
many words the model's output stays the same when NumPy multiplies instead of thinc's own BLIS, and when the annotate
stage's own steps (transforms/annotation/inference) take the place of spaCy's.
"""

import argparse
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable, Sequence

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import Model, NumpyOps

from models.recipe.conllu import read_conllu
from schemas.columns import row
from schemas.tables import Article
from transforms.annotation.annotator import Annotator
from transforms.annotation.inference.steps import steps_of
from transforms.annotation.inference.words import doc_maker_of

MODEL = "en_newslake_sm"
GENRES = ("GUM_news_", "GUM_interview_")
WIDTH, DEPTH = 96, 4

# Microseconds; times in the texts are resolved against it.
PUBLISHED = 1746266400_000000

# Updates of the other pipeline, each with one text: enough for sentences of a common length.
UPDATES = 60
UPDATE_CHARACTERS = 1500

WAYS = {
    "unmodified small pipeline": "small",
    "annotate stage": "annotate",
    "the model alone, BLIS": "blis",
    "the model alone, NumPy": "numpy",
}


def main() -> int:
    """Measure and print; 1 if the annotate stage is not as many times as fast as required."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with gum/")
    parser.add_argument("--model", default=MODEL, help="installed pipeline or path (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each (default: %(default)s)")
    parser.add_argument("--require", type=float, default=0.0, help="exit 1 below this ratio of the annotate stage")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        texts = Path(scratch) / "texts.json"
        texts.write_text(json.dumps(news(options.corpora)), encoding="utf-8")
        _small(options.model, json.loads(texts.read_text(encoding="utf-8"))).to_disk(Path(scratch) / "small")
        results = {name: [] for name in WAYS}
        for turn in range(options.rounds):
            for name, way in WAYS.items():
                model = str(Path(scratch) / "small") if way == "small" else options.model
                results[name].append(_in_process(way, model, texts))
    speeds = {name: statistics.median(result["speed"] for result in turns) for name, turns in results.items()}
    for name, speed in speeds.items():
        print(f"{name:28} {speed:8.0f} words/s   {speed / speeds['unmodified small pipeline']:5.2f} times")
    stage = results["annotate stage"]
    print(f"{'load time, model alone':28} {min(result['load'] for result in results['the model alone, NumPy']):8.2f} s")
    print(f"{'memory, annotate stage':28} {max(result['memory'] for result in stage):8.0f} MiB")
    plain, multiplied, stepped = outputs(options.model, news(options.corpora))
    for change, other in (("NumPy's product", multiplied), ("the stage's steps", stepped)):
        for name, share in agreement(plain, other).items():
            print(f"same with {change:18} {name:10} {100 * share:8.3f} %")
    ratio = speeds["annotate stage"] / speeds["unmodified small pipeline"]
    return 0 if ratio >= options.require else 1


def news(corpora: Path) -> "list[str]":
    """Texts of some hundreds of words, their paragraphs parted by blank lines."""
    texts = []
    for path in sorted((corpora / "gum" / "dep").glob("*.conllu")):
        if path.stem.startswith(GENRES):
            text = ""
            for sentence in read_conllu(path):
                text = text.rstrip() + ("\n\n" if text and sentence.starts_paragraph else " " if text else "")
                text += "".join(word.form + " " * word.space_after for word in sentence.words)
            texts.append(text)
    return texts


Output = "dict[str, object]"


def outputs(model: str, texts: "Sequence[str]") -> "list[list[Output]]":
    """What the model finds of each word: as spaCy comes, with NumPy's matrix product, and by the annotate stage's steps."""
    nlp = spacy.load(model)
    _multiply(nlp, use_blis=True)
    plain = [_output(token) for doc in nlp.pipe(texts) for token in doc]
    _multiply(nlp, use_blis=False)
    multiplied = [_output(token) for doc in nlp.pipe(texts) for token in doc]
    docs = list(map(doc_maker_of(nlp), texts))
    for step in steps_of(nlp):
        docs = step(docs)
    return [plain, multiplied, [_output(token) for doc in docs for token in doc]]


def agreement(one: "Sequence[Output]", other: "Sequence[Output]") -> "dict[str, float]":
    """Share of words with the same output, by kind of output."""
    return {key: statistics.fmean(a[key] == b[key] for a, b in zip(one, other)) for key in one[0]}


def _output(token: "spacy.tokens.Token") -> Output:
    return {
        "tag": token.tag_,
        "lemma": token.lemma_,
        "head": token.head.i,
        "label": token.dep_,
        "sentences": token.is_sent_start,
        "names": (token.ent_iob_, token.ent_type_),
    }


def _multiply(nlp: Language, use_blis: bool) -> None:
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in model.walk() if isinstance(model, Model) else ():
            if isinstance(node.ops, NumpyOps):
                node.ops.use_blis = use_blis


def _small(model: str, texts: "Sequence[str]") -> Language:
    """A pipeline of the usual small shape, trained for a moment on the model's output."""
    teacher = spacy.load(model)
    docs = list(teacher.pipe(text[:UPDATE_CHARACTERS] for text in texts))
    nlp = spacy.blank("en")
    tok2vec = {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": WIDTH, "depth": DEPTH,
               "embed_size": 2000, "window_size": 1, "maxout_pieces": 3, "subword_features": True}  # fmt: skip
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH}
    nlp.add_pipe("tok2vec", config={"model": tok2vec})
    for name in ("tagger", "parser", "trainable_lemmatizer"):
        nlp.add_pipe(name, config={"model": {"tok2vec": listener}})
    nlp.add_pipe("ner", config={"model": {"tok2vec": tok2vec}})
    examples = [Example(nlp.make_doc(doc.text), _plain(doc, nlp)) for doc in docs]
    optimizer = nlp.initialize(lambda: examples)
    rng = random.Random(0)
    for _ in range(UPDATES):
        nlp.update([rng.choice(examples)], sgd=optimizer)
    return nlp


def _plain(doc: Doc, nlp: Language) -> Doc:
    """The Doc in the other pipeline's vocabulary."""
    return Doc(nlp.vocab).from_bytes(doc.to_bytes())


def _in_process(way: str, model: str, texts: Path) -> "dict[str, float]":
    """Measure in another process: words per second, seconds to load, MiB of memory."""
    command = [sys.executable, "-c", "from benchmarks.model_speed import run; run()", way, model, str(texts)]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    root = Path(__file__).parents[1]
    done = subprocess.run(command, env=environment, cwd=root, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def run() -> None:
    """In the other process: measure the way named on the command line and print it as JSON."""
    way, model, path = sys.argv[1:]
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = json.loads(Path(path).read_text(encoding="utf-8"))
    annotate, load = _ready(way, model)
    annotate(texts[:3])  # what is made at first use is no part of the speed
    started = time.process_time()
    annotate(texts)
    seconds = time.process_time() - started
    words = sum(len(text.split()) for text in texts)
    print(json.dumps({"speed": words / seconds, "load": load, "memory": _most_memory()}))


def _most_memory() -> float:
    """MiB that this process has needed at most; what getrusage tells counts its parent's at the fork, too."""
    status = Path("/proc/self/status")
    if status.exists():
        (peak,) = re.findall(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="ascii"))
        return int(peak) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _ready(way: str, model: str) -> "tuple[Callable[[Sequence[str]], object], float]":
    """What annotates texts, and the seconds of processor time that loading it took."""
    started = time.process_time()
    if way == "annotate":
        annotator = Annotator(model)
        return (lambda texts: annotator.annotate([_article(text) for text in texts])), time.process_time() - started
    nlp = spacy.load(model)
    if way == "numpy":
        _multiply(nlp, use_blis=False)
    return (lambda texts: [len(doc) for doc in nlp.pipe(texts)]), time.process_time() - started


def _article(text: str) -> Article:
    title, _, body = text.partition("\n\n")
    values = {
        "version_id": "v", "article_id": "a", "batch_id": "b", "source": "gum", "input_uri": "gum", "title": title,
        "text": body or title, "language": "en", "published_at": PUBLISHED, "ingested_at": PUBLISHED,
        "word_count": len(text.split()), "content_hash": "c", "pipeline_version": "0",
    }  # fmt: skip
    return row(Article, **values)


if __name__ == "__main__":
    sys.exit(main())
