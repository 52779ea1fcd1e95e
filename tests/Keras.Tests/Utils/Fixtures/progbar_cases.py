"""Writes progbar.jsonl: what Keras's own Progbar prints for a table of bars, with a scripted clock.

Run with Keras 3.15.1 installed: python3 progbar_cases.py > progbar.jsonl
"""
import io
import json
import random
import sys

from keras.src.utils import progbar

SPECIAL = [0.0, 0.001, 0.0010001, -0.5, -0.0001, 0.03125, 0.09375, "nan", "inf", "-inf", 1e-8, 12345.678]


def record(ctor, start, updates):
    times = iter([start] + [u["now"] for u in updates])
    progbar.time.time = lambda: next(times)
    out, sys.stdout = sys.stdout, io.StringIO()
    try:
        bar = progbar.Progbar(**ctor)
        for u in updates:
            if u.get("target") is not None:
                bar.target = u["target"]
            values = [(k, float(v)) for k, v in u["values"]]
            if u.get("add"):
                bar.add(u["current"], values)
            else:
                bar.update(u["current"], values, finalize=u["finalize"])
        text = sys.stdout.getvalue()
    finally:
        sys.stdout = out
    return text


def main():
    rng = random.Random(3)
    for number in range(64):
        ctor = {"target": rng.choice([None, 0, 1, 3, 7, 10, 60, 99, 100, 1875, 11490434]), "verbose": rng.choice([1, 1, 1, 1, 2, 0])}
        if rng.random() < 0.3:
            ctor["width"] = rng.choice([1, 7, 30])
        if rng.random() < 0.3:
            ctor["interval"] = rng.choice([0.0, 1.0])
        if rng.random() < 0.3:
            ctor["unit_name"] = "sample"
        kind = rng.random()
        if kind < 0.4:
            ctor["stateless_metrics"] = rng.choice([[], ["loss"]])
        elif kind < 0.7:
            ctor["stateful_metrics"] = rng.choice([[], ["accuracy"], ["accuracy", "loss"]])
        start = 1000.03
        now = start
        scale = rng.choice([1e-6, 3e-4, 0.03, 0.03, 0.7, 90.0, 2500.0])
        target = ctor["target"]
        steps = min(target or rng.randint(1, 9), 12)
        updates = []
        for i in range(1, steps + 1):
            now += scale * rng.choice([0.5, 1.0, 1.0, 2.0])
            current = i if not target or target <= 12 else max(1, target * i // 12)
            values = [[name, rng.choice([round(rng.uniform(0, 2), 4), rng.choice(SPECIAL)])] for name in ("accuracy", "loss") if rng.random() < 0.8]
            updates.append({"current": current, "values": values, "finalize": rng.choice([False, False, None]), "now": now})
        now += scale
        end = {"current": updates[-1]["current"], "values": [["accuracy", 0.5], ["loss", round(rng.uniform(0, 2), 4)], ["val_loss", 0.0005]], "finalize": True, "now": now}
        if target is None:
            end["target"] = end["current"]
        updates.append(end)
        if target and target > 12 and rng.random() < 0.3:
            updates = [{"current": target // 5, "values": [["loss", 0.25 * j]], "finalize": None, "now": start + j * scale, "add": True} for j in range(1, 6)]
        print(json.dumps({"id": number, "ctor": ctor, "start": start, "updates": updates, "printed": record(ctor, start, updates)}, ensure_ascii=False))


main()
