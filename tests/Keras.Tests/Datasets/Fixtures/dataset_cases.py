"""Writes small files in the formats of Keras's data sets, and expected.jsonl: what Keras's own loaders make of them.

Run with Keras 3.15.1 installed: python3 dataset_cases.py
"""
import json
import os
import pickle
import random

import numpy as np

from keras.src.datasets import boston_housing
from keras.src.datasets import california_housing
from keras.src.datasets import cifar
from keras.src.datasets import imdb
from keras.src.datasets import reuters

HERE = os.path.dirname(os.path.abspath(__file__))


def path(*parts):
    return os.path.join(HERE, *parts)


def sequences(rng, count):
    return [[rng.choice([rng.randint(1, 40), rng.randint(1, 90000)]) for _ in range(rng.randint(1, 9))] for _ in range(count)]


def objects(items):
    array = np.empty(len(items), dtype=object)
    for i, item in enumerate(items):
        array[i] = item
    return array


def python2_array(array):
    """The instructions by which Python 2 pickled an array of uint8: byte strings have the instruction T."""
    data = array.tobytes()
    shape = b"".join(b"J" + int(n).to_bytes(4, "little") for n in array.shape)
    return (
        b"cnumpy.core.multiarray\n_reconstruct\nq\x07cnumpy\nndarray\nq\x08K\x00\x85q\tU\x01bq\n\x87Rq\x0b(K\x01(" + shape
        + b"tcnumpy\ndtype\nq\x0cU\x02u1K\x00K\x01\x87Rq\r(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89T"
        + len(data).to_bytes(4, "little") + data + b"tb"
    )


def python2_string(text):
    return b"U" + bytes([len(text)]) + text.encode()


def write_cifar(name, keys, seed, python2):
    """Two images of stripes with labels."""
    planes = np.zeros((2, 3, 32, 32), dtype="uint8")
    planes[:, 0] = np.arange(32)
    planes[:, 1] = np.arange(32)[:, None] * 2
    planes[:, 2] = seed
    planes[1] += 7
    data = planes.reshape(2, 3072)
    labels = {key: [(seed + i) % 10, (seed + i + 3) % 10] for i, key in enumerate(keys)}
    with open(path(name), "wb") as f:
        if python2:
            f.write(b"\x80\x02}q\x01(" + python2_string("batch_label") + b"q\x02" + python2_string("batch of two") + b"q\x03")
            for key, value in labels.items():
                f.write(python2_string(key) + b"]q\x05(" + b"".join(b"K" + bytes([v]) for v in value) + b"e")
            f.write(python2_string("data") + b"q\x06" + python2_array(data) + b"u.")
        else:
            pickle.dump({b"data": data, **{k.encode(): v for k, v in labels.items()}}, f, protocol=4)


def main():
    rng = random.Random(5)
    np.savez_compressed(path("imdb.npz"), x_train=objects(sequences(rng, 12)), y_train=np.array([0, 1] * 6), x_test=objects(sequences(rng, 9)), y_test=np.array([1, 0, 0] * 3))
    np.savez(path("reuters.npz"), x=objects(sequences(rng, 15)), y=np.arange(15))
    np.savez_compressed(path("housing.npz"), x=np.arange(23 * 3).reshape(23, 3) / 8, y=np.arange(23, dtype="float32"))
    write = [f"data_batch_{i}" for i in range(1, 6)] + ["test_batch"]
    for i, name in enumerate(write):
        write_cifar(name, ["labels"], i, python2=i % 2 == 0)
    for i, name in enumerate(["train", "test"]):
        write_cifar(name, ["fine_labels", "coarse_labels"], i, python2=i == 0)

    lines = []

    def record(module, loader, file, **kwargs):
        module.get_file = lambda *args, **kw: path(file)
        (x_train, y_train), (x_test, y_test) = loader(**kwargs)
        plain = lambda x: [[float(v) for v in row] for row in x]
        lines.append({"loader": module.__name__.split(".")[-1], "file": file, "kwargs": kwargs, "x_train": plain(x_train), "y_train": [float(v) for v in y_train],
                      "x_test": plain(x_test), "y_test": [float(v) for v in y_test], "dtypes": [str(y_train.dtype)]})

    for kwargs in [{}, {"num_words": 50}, {"num_words": 50, "oov_char": None}, {"skip_top": 20, "num_words": 1000}, {"maxlen": 6}, {"seed": 7, "start_char": None},
                   {"start_char": None, "index_from": 0, "oov_char": None}, {"start_char": 9, "oov_char": 8, "index_from": 10, "num_words": 30}]:
        record(imdb, imdb.load_data, "imdb.npz", **kwargs)
        record(reuters, reuters.load_data, "reuters.npz", **kwargs)
    record(reuters, reuters.load_data, "reuters.npz", test_split=0.5)
    for kwargs in [{}, {"test_split": 0.0}, {"test_split": 0.33, "seed": 0}]:
        record(boston_housing, boston_housing.load_data, "housing.npz", **kwargs)
        record(california_housing, california_housing.load_data, "housing.npz", **kwargs)
    for name, key in [("data_batch_1", "labels"), ("data_batch_2", "labels"), ("train", "fine_labels"), ("test", "coarse_labels")]:
        data, labels = cifar.load_batch(path(name), key)
        pixels = np.transpose(data, (0, 2, 3, 1))
        lines.append({"loader": "cifar", "file": name, "key": key, "labels": labels, "sums": [int(pixels[..., c].sum()) for c in range(3)], "row": [int(v) for v in pixels[1, 5].reshape(-1)]})
    with open(path("expected.jsonl"), "w") as f:
        f.writelines(json.dumps(line) + "\n" for line in lines)


main()
