"""Buffer behaves as Node's; the expected values are what Node 20 prints."""

import base64
import json
import struct
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("Buffer.from('héllo').toString('base64')", "aMOpbGxv"),
        ("Buffer.from('aMOpbGxv', 'base64').toString()", "héllo"),
        ("Buffer.from('aMOp\\nbGxv==', 'base64').toString('utf8')", "héllo"),
        ("Buffer.from('-_-_', 'base64').toString('hex')", "fbffbf"),
        ("Buffer.from('+/+/', 'base64').toString('base64url')", "-_-_"),
        ("Buffer.from('00ffzz11', 'hex').toString('hex')", "00ff"),
        ("Buffer.from('é', 'latin1').toString('hex')", "e9"),
        ("Buffer.from([0xe9]).toString('latin1')", "é"),
        ("Buffer.from([0xe9]).toString('ascii')", "i"),
        ("Buffer.from('a😀', 'utf16le').toString('hex')", "61003dd800de"),
        ("Buffer.from('61003dd800de', 'hex').toString('ucs2')", "a😀"),
        ("Buffer.from([0xf0, 0x9f, 0x98, 0x80]).toString()", "😀"),
        ("Buffer.from([0x61, 0xf0, 0x9f, 0x62, 0xff]).toString()", "a\ufffdb\ufffd"),
        ("Buffer.from([0xed, 0xa0, 0x80]).toString()", "\ufffd\ufffd\ufffd"),
        ("Buffer.from('\\ud800').toString('hex')", "efbfbd"),
        ("Buffer.from([1, 2, 257, -1])", {"type": "Buffer", "data": [1, 2, 1, 255]}),
        ("Buffer.from({type: 'Buffer', data: [1]}).length", 1),
        ("Buffer.from(Buffer.from('a')).toString()", "a"),
        ("Buffer.from(new Uint8Array([5, 6]).buffer, 1).toJSON().data", [6]),
        ("new Buffer('YQ==', 'base64').toString()", "a"),
        ("Buffer.alloc(3).toJSON().data", [0, 0, 0]),
        ("Buffer.alloc(5, 'ab').toString()", "ababa"),
        ("Buffer.alloc(2, 7).toJSON().data", [7, 7]),
        ("Buffer.concat([Buffer.from('a'), Buffer.from('bc')]).toString()", "abc"),
        ("Buffer.concat([Buffer.from('ab')], 1).toString()", "a"),
        ("[Buffer.isBuffer(Buffer.alloc(1)), Buffer.isBuffer([])]", [True, False]),
        ("[Buffer.byteLength('é'), Buffer.byteLength('ff', 'hex')]", [2, 1]),
        ("Buffer.from('abc').equals(Buffer.from('abc'))", True),
        ("Buffer.from('abc').compare(Buffer.from('abd'))", -1),
        ("Buffer.from('hello').slice(1, -1).toString()", "ell"),
        ("Buffer.from('hello').subarray(1).toString('utf8', 1, 3)", "ll"),
        ("Buffer.from('hello').indexOf('l')", 2),
        ("Buffer.from('hello').includes('lo')", True),
        ("((b) => [b.write('abc', 1), b[1]])(Buffer.alloc(4))", [3, 97]),
        ("((b) => [b.slice(1).fill(99), `${b}`][1])(Buffer.from('ab'))", "ac"),
        ("Buffer.from([1, 2, 3]).readUIntBE(0, 3)", 0x010203),
        ("Buffer.from([0xff, 0xff, 0xff]).readIntLE(0, 3)", -1),
        ("Buffer.from([0xff]).readUint8()", 255),
        ("[...Buffer.from('ab')]", [97, 98]),
        ("Buffer.from([1]) instanceof Uint8Array", True),
    ],
)  # fmt: skip
def test_it_does_what_nodes_does(run: Run, expression: str, value: Any) -> None:
    assert run(f"return {expression}") == value


@pytest.mark.parametrize(
    ("method", "form", "number"),
    [
        ("UInt8", "B", 200),
        ("Int8", "b", -100),
        ("UInt16LE", "<H", 60000),
        ("UInt16BE", ">H", 60000),
        ("Int16LE", "<h", -30000),
        ("Int16BE", ">h", -30000),
        ("UInt32LE", "<I", 4000000000),
        ("UInt32BE", ">I", 4000000000),
        ("Int32LE", "<i", -2000000000),
        ("Int32BE", ">i", -2000000000),
        ("FloatLE", "<f", 1.5),
        ("FloatBE", ">f", 1.5),
        ("DoubleLE", "<d", 0.1),
        ("DoubleBE", ">d", 0.1),
    ],
)
def test_numbers_are_read_and_written(
    run: Run, method: str, form: str, number: float
) -> None:
    data = b"\0" + struct.pack(form, number)
    encoded = base64.b64encode(data).decode()
    read = f"Buffer.from({json.dumps(encoded)}, 'base64').read{method}(1)"
    assert run(f"return {read}") == number
    source = (
        f"const made = Buffer.alloc({len(data)});"
        f"const end = made.write{method}({number}, 1);"
        "return [made.toString('base64'), end]"
    )
    assert run(source) == [encoded, len(data)]


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("Buffer.from('a', 'nonsense')", "TypeError"),
        ("Buffer.from(5)", "TypeError"),
        ("Buffer.alloc(1).readUInt16LE(0)", "RangeError"),
    ],
)
def test_mistakes_are_errors(failure: Any, expression: str, name: str) -> None:
    assert failure(expression).name == name
