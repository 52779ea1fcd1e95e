"""Writes the HDF5 files of this folder, and facts.jsonl: what h5py reads in them.

Run with h5py: python3 make_files.py (the files here: h5py 3.7.0, HDF5 1.10.8, numpy 1.24.2).
"""
import hashlib
import json
import os
import zlib

import h5py
import numpy as np

FOLDER = os.path.dirname(os.path.abspath(__file__))
FILTERS = {
    "plain": {},
    "gzip": {"compression": "gzip"},
    "gzip_shuffle": {"compression": "gzip", "shuffle": True},
    "fletcher": {"fletcher32": True},
    "all": {"compression": "gzip", "shuffle": True, "fletcher32": True},
}
random = np.random.default_rng(0)


def types(f):
    """Attributes and datasets of every type, strings of every kind, links of every kind."""
    f.attrs["backend"] = "torch"
    f.attrs["config"] = b'{"a": 1}'
    f.attrs["long"] = "x" * 9000
    f.attrs["empty_list"] = []
    f.attrs["empty"] = h5py.Empty("f4")
    f.attrs["empty_text"] = ""
    f.attrs["fixed"] = np.array([b"abc", b"d"])
    f.attrs["fixed_scalar"] = np.bytes_(b"hello")
    f.attrs["list"] = ["a", "", "한글"]
    f.attrs["int"] = 3
    f.attrs["bool"] = True
    f.attrs["matrix"] = np.arange(6).reshape(2, 3)
    f.attrs["한글"] = 1.5
    f.attrs["big_endian"] = np.array([1, 2, 3], dtype=">i4")
    for charset in (h5py.h5t.CSET_ASCII, h5py.h5t.CSET_UTF8):
        for padding in (h5py.h5t.STR_NULLTERM, h5py.h5t.STR_NULLPAD, h5py.h5t.STR_SPACEPAD):
            kind = h5py.h5t.C_S1.copy()
            kind.set_size(8)
            kind.set_strpad(padding)
            kind.set_cset(charset)
            values = [b"abc", b"de"]
            if padding == h5py.h5t.STR_SPACEPAD:
                values = [v.ljust(8) for v in values]
            attribute = h5py.h5a.create(f.id, b"padding_%d%d" % (charset, padding), kind, h5py.h5s.create_simple((2,)))
            attribute.write(np.array(values, dtype="S8"), mtype=kind)
    for name in ("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "?"):
        f["types/" + name] = random.integers(0, 2 if name == "?" else 100, (3, 5)).astype(name)
    for name in (">f2", ">f4", ">f8", ">i2", ">u4", ">i8"):
        f["types/big_" + name[1:]] = random.integers(0, 100, (3, 5)).astype(name)
    f["types/bfloat16"] = np.frombuffer(random.bytes(20), dtype="V2")
    f["types/opaque"] = np.frombuffer(random.bytes(21), dtype="V7")
    f["shapes/scalar"] = np.float32(2)
    f["shapes/zero"] = np.zeros((0, 3), "f4")
    f["shapes/empty"] = h5py.Empty("f4")
    f["text/variable"] = ["a", "bcd", ""]
    f["text/fixed"] = np.array([b"ab", b"c"])
    f["text/scalar"] = "text"
    f.create_dataset("unwritten/zero", (4, 4), "f4")
    f.create_dataset("unwritten/seven", (4, 4), "i4", fillvalue=7)
    f.create_dataset("unwritten/part", (9, 4), "i4", chunks=(4, 4), fillvalue=-3)[0:2] = 5
    properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    properties.set_layout(h5py.h5d.COMPACT)
    compact = h5py.h5d.create(f.id, b"compact", h5py.h5t.NATIVE_FLOAT, h5py.h5s.create_simple((2, 3)), properties)
    compact.write(h5py.h5s.ALL, h5py.h5s.ALL, np.arange(6, dtype="f4").reshape(2, 3))
    f["links/soft"] = h5py.SoftLink("/types/f4")
    f["links/soft_to_soft"] = h5py.SoftLink("soft")
    f["links/group"] = h5py.SoftLink("/types")
    f["links/through"] = h5py.SoftLink("group/i4")
    f["links/hard"] = f["types/f8"]
    f["links/nowhere"] = h5py.SoftLink("/nothing")
    f["named"] = np.dtype("f4")
    f.create_dataset("of_named", data=np.arange(3, dtype="f4"), dtype=f["named"])
    f.attrs.create("of_named", 1.0, dtype=f["named"])
    f["back\\slash"] = 1


def chunks(f):
    """Chunked datasets with every filter and every kind of index."""
    data = random.integers(0, 50, (13, 11)).astype("f4")
    for name, options in FILTERS.items():
        f.create_dataset("tree_or_fixed/" + name, data=data, chunks=(4, 5), **options)
        f.create_dataset("single/" + name, data=data, chunks=(13, 11), **options)
        f.create_dataset("grows/" + name, data=data, chunks=(2, 3), maxshape=(None, 11), **options)
        f.create_dataset("grows_second/" + name, data=data, chunks=(2, 3), maxshape=(13, None), **options)
        f.create_dataset("grows_both/" + name, data=data, chunks=(5, 7), maxshape=(None, None), **options)
        f.create_dataset("may_grow/" + name, data=data, chunks=(5, 7), maxshape=(40, 30), **options)
    f.create_dataset("three", data=random.integers(0, 9, (7, 6, 5)), chunks=(3, 4, 2), compression="gzip", shuffle=True)
    f.create_dataset("one", data=np.arange(100), chunks=(16,), maxshape=(None,))
    shrunk = f.create_dataset("shrunk", data=np.arange(100), chunks=(10,), maxshape=(None,))
    shrunk.resize((35,))
    for name, limit in (("implicit", None), ("implicit_may_grow", (50, 40))):
        properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        properties.set_chunk((8, 8))
        properties.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
        space = h5py.h5s.create_simple((20, 20), limit) if limit else h5py.h5s.create_simple((20, 20))
        dataset = h5py.h5d.create(f.id, name.encode(), h5py.h5t.NATIVE_INT16, space, properties)
        dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, np.arange(400, dtype="i2").reshape(20, 20))
    part = f.create_dataset("unfiltered_chunk", (16,), "i4", chunks=(8,), compression="gzip")
    part.id.write_direct_chunk((0,), np.arange(8, dtype="i4").tobytes(), 1)
    part[8:] = 5


def pages(f):
    """So many chunks that the indexes have pages and levels."""
    f.create_dataset("fixed", data=random.integers(0, 9, 2100).astype("i1"), chunks=(1,))
    f.create_dataset("grows", data=random.integers(0, 9, 3000).astype("i1"), chunks=(1,), maxshape=(None,))
    f.create_dataset("tree", data=random.integers(0, 9, (20, 20)).astype("i1"), chunks=(1, 1), maxshape=(None, None), compression="gzip")
    for name, limit in (("fixed_sparse", (20000,)), ("grows_sparse", (None,))):
        sparse = f.create_dataset(name, (20000,), "i2", chunks=(1,), maxshape=limit)
        for i in (0, 700, 9000, 19999):
            sparse[i] = i


def dense(f):
    """More links and attributes than object headers hold."""
    for i in range(20):
        f.attrs["a%d" % i] = i
    many = f.create_group("links")
    for i in range(120):
        many["link_%d" % i] = h5py.SoftLink("/target")
    f.create_group("target").attrs["found"] = "yes"
    attributes = f.create_group("attributes")
    for i in range(150):
        attributes.attrs["attribute_%d" % i] = "value %d" % i
    tracked = f.create_group("tracked", track_order=True)
    for i in range(20):
        tracked.create_group("z%d" % (50 - i))
        tracked.attrs["q%d" % (50 - i)] = i
    f.attrs["huge"] = np.arange(9000)
    f.attrs["huge_names"] = np.array([b"name%d" % i for i in range(8000)])


def small(f):
    f["a/b"] = np.arange(10.0)
    f["a"].attrs["text"] = "hello"
    f["a"].attrs["list"] = ["a", "b"]
    f.create_dataset("chunks", data=np.arange(50), chunks=(7,), compression="gzip")
    for i in range(20):
        f.create_group("g%d" % i)


def refused():
    """Files that must be refused, or read in part: by name, what makes them."""

    def soft_cycle(f):
        f["a"] = h5py.SoftLink("/b")
        f["b"] = h5py.SoftLink("/a")

    def soft_chain(f):
        for i in range(40):
            f["link_%02d" % i] = h5py.SoftLink("/link_%02d" % (i + 1))
        f["link_40"] = np.arange(3)

    def external_link(f):
        f["a"] = h5py.ExternalLink("external_link.h5", "/a")

    def hard_cycle(f):
        f["a/b/c"] = f.require_group("a")

    def hard_diamonds(f):
        group = f
        for _ in range(40):
            inner = group.create_group("x")
            group["y"] = inner
            group = inner

    def virtual(f):
        layout = h5py.VirtualLayout((4,), "f4")
        layout[:] = h5py.VirtualSource("virtual.h5", "v", (4,))
        f.create_virtual_dataset("v", layout)
        f["fine"] = np.arange(3)

    def external_data(f):
        f.create_dataset("e", (4,), "f4", external=[("/etc/hostname", 0, 16)])
        f["fine"] = np.arange(3)

    def deep(f):
        for _ in range(70):
            f = f.create_group("g")

    def bomb(f):
        d = f.create_dataset("bomb", (1000,), "u1", chunks=(1000,), compression="gzip")
        d.id.write_direct_chunk((0,), zlib.compress(bytes(1 << 24), 9))
        f["fine"] = np.arange(3)

    def huge(f):
        f.create_dataset("contiguous", (1 << 43,), "u1")
        f.create_dataset("chunked", (1 << 43,), "f4", chunks=(1024,), compression="gzip")
        f.create_dataset("overflow", (1 << 31, 1 << 31, 1 << 31), "f8", chunks=(16, 16, 16))
        f["fine"] = np.arange(3)

    def unknown(f):
        f.create_dataset("lzf", data=np.arange(100), chunks=(10,), compression="lzf")
        f.create_dataset("compound", data=np.zeros(3, dtype=[("a", "i4"), ("b", "f4")]))
        f.create_dataset("lists", (2,), h5py.vlen_dtype("i4"))
        f.create_dataset("reference", (2,), h5py.ref_dtype)
        f.attrs["compound"] = np.zeros(2, dtype=[("a", "i4"), ("b", "f4")])
        f["fine"] = np.arange(3)

    return [soft_cycle, soft_chain, external_link, hard_cycle, hard_diamonds, virtual, external_data, deep, bomb, huge, unknown]


def attribute_facts(o):
    facts = []
    for name in o.attrs:
        attribute = o.attrs.get_id(name)
        kind = attribute.get_type()
        fact = {"name": name, "shape": None if attribute.shape is None else list(attribute.shape)}
        value = o.attrs[name]
        if isinstance(kind, h5py.h5t.TypeStringID):
            fact["dtype"] = "string"
            fact["length"] = None if kind.is_variable_str() else kind.get_size()
            fact["utf8"] = kind.get_cset() == h5py.h5t.CSET_UTF8
            values = np.atleast_1d(value).ravel().tolist()
            values = [v.decode() if isinstance(v, bytes) else v for v in values]
            if kind.get_strpad() == h5py.h5t.STR_SPACEPAD and not kind.is_variable_str():
                values = [v.rstrip(" ") for v in values]
            fact["value"] = values
        else:
            fact["dtype"] = attribute.dtype.newbyteorder("=").name
            if attribute.shape is not None:
                fact["value"] = np.atleast_1d(value).ravel().astype("f8").tolist()
        if len(fact.get("value") or "") > 1000:
            text = "\n".join(v if isinstance(v, str) else "%d" % v for v in fact.pop("value"))
            fact["sha1"] = hashlib.sha1(text.encode()).hexdigest()
        facts.append(fact)
    return facts


def facts(path):
    objects = {}
    with h5py.File(path, "r") as f:

        def visit(o, name):
            objects[name] = {"kind": "group" if isinstance(o, h5py.Group) else "dataset", "attributes": attribute_facts(o)}
            if isinstance(o, h5py.Dataset):
                fact = objects[name]
                fact["shape"] = [0] if o.shape is None else list(o.shape)
                if h5py.check_string_dtype(o.dtype):
                    fact["dtype"] = "string"
                    fact["value"] = [v.decode() if isinstance(v, bytes) else v for v in np.atleast_1d(o[()]).ravel().tolist()]
                else:
                    fact["dtype"] = "bfloat16" if o.dtype == "V2" else "opaque" if o.dtype.kind == "V" else o.dtype.newbyteorder("=").name
                    value = np.zeros(0) if o.shape is None else np.asarray(o[()])
                    value = value if value.dtype.kind == "V" else value.astype(value.dtype.newbyteorder("<"))
                    fact["sha1"] = hashlib.sha1(value.tobytes()).hexdigest()
                return
            for key in o:
                try:
                    child = o[key]
                except KeyError:
                    continue
                if not isinstance(child, h5py.Datatype):
                    visit(child, name.rstrip("/") + "/" + key)

        visit(f, "/")
    return {"file": os.path.basename(path), "objects": objects}


def main():
    made = []

    def make(name, *contents, **options):
        path = os.path.join(FOLDER, name + ".h5")
        with h5py.File(path, "w", **options) as f:
            for content in contents:
                content(f)
        made.append(path)

    make("types_classic", types)
    make("types_latest", types, libver="latest")
    make("types_tracked", types, track_order=True)
    make("chunks_classic", chunks)
    make("chunks_latest", chunks, libver="latest")
    make("pages_latest", pages, libver="latest")
    make("dense_latest", dense, libver="latest")
    make("userblock_classic", small, userblock_size=512)
    make("userblock_latest", small, userblock_size=2048, libver="latest")
    for addresses, lengths in ((4, 4), (8, 4), (4, 8)):
        path = os.path.join(FOLDER, f"sizes_{addresses}_{lengths}.h5")
        properties = h5py.h5p.create(h5py.h5p.FILE_CREATE)
        properties.set_sizes(addresses, lengths)
        with h5py.File(h5py.h5f.create(path.encode(), h5py.h5f.ACC_TRUNC, properties)) as f:
            small(f)
        made.append(path)
    for content in refused():
        with h5py.File(os.path.join(FOLDER, "refused_" + content.__name__ + ".h5"), "w", libver="latest") as f:
            content(f)
    with open(os.path.join(FOLDER, "facts.jsonl"), "w", encoding="utf-8", newline="\n") as out:
        for path in made:
            out.write(json.dumps(facts(path), ensure_ascii=False, separators=(",", ":")) + "\n")


main()
