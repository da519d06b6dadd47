// Node's Buffer, as far as scripts that take bytes apart need it. Becomes one
// line, like bootstrap.js: comments on lines of their own, every semicolon set.
// Names, argument orders and leniency follow https://nodejs.org/api/buffer.html.
globalThis.Buffer = (function () {
  "use strict";
  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const SEXTETS = new Map([...ALPHABET].map((letter, index) => [letter, index]));
  SEXTETS.set("-", 62).set("_", 63);

  function characters(units) {
    let text = "";
    for (let start = 0; start < units.length; start += 4096) {
      text += String.fromCharCode.apply(null, units.slice(start, start + 4096));
    }
    return text;
  }

  function utf8Bytes(text) {
    const bytes = [];
    for (const letter of text) {
      let code = letter.codePointAt(0);
      if (code >= 0xd800 && code <= 0xdfff) { code = 0xfffd; }
      if (code < 0x80) {
        bytes.push(code);
      } else if (code < 0x800) {
        bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
      } else if (code < 0x10000) {
        bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
      } else {
        bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63));
        bytes.push(0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
      }
    }
    return bytes;
  }

  // As https://encoding.spec.whatwg.org/#utf-8-decoder: what cannot start or go
  // on with a character becomes one U+FFFD.
  function utf8Text(bytes) {
    const units = [];
    let code = 0, missing = 0, lowest = 0x80, highest = 0xbf;
    for (let index = 0; index < bytes.length; index += 1) {
      const byte = bytes[index];
      if (missing && (byte < lowest || byte > highest)) {
        units.push(0xfffd);
        missing = 0; lowest = 0x80; highest = 0xbf;
        index -= 1;
      } else if (missing) {
        lowest = 0x80; highest = 0xbf;
        code = (code << 6) | (byte & 63);
        missing -= 1;
        if (!missing && code > 0xffff) {
          units.push(0xd7c0 + (code >> 10), 0xdc00 | (code & 0x3ff));
        } else if (!missing) {
          units.push(code);
        }
      } else if (byte < 0x80) {
        units.push(byte);
      } else if (byte >= 0xc2 && byte <= 0xdf) {
        missing = 1; code = byte & 31;
      } else if (byte >= 0xe0 && byte <= 0xef) {
        missing = 2; code = byte & 15;
        if (byte === 0xe0) { lowest = 0xa0; }
        if (byte === 0xed) { highest = 0x9f; }
      } else if (byte >= 0xf0 && byte <= 0xf4) {
        missing = 3; code = byte & 7;
        if (byte === 0xf0) { lowest = 0x90; }
        if (byte === 0xf4) { highest = 0x8f; }
      } else {
        units.push(0xfffd);
      }
    }
    if (missing) { units.push(0xfffd); }
    return characters(units);
  }

  function base64Bytes(text) {
    const bytes = [];
    let bits = 0, count = 0;
    for (const letter of text) {
      if (letter === "=") { break; }
      const sextet = SEXTETS.get(letter);
      if (sextet === undefined) { continue; }
      bits = ((bits << 6) | sextet) & 0xffff;
      count += 6;
      if (count >= 8) {
        count -= 8;
        bytes.push((bits >> count) & 255);
      }
    }
    return bytes;
  }

  function base64Text(bytes) {
    let text = "";
    for (let index = 0; index < bytes.length; index += 3) {
      const left = bytes.length - index;
      const bits =
        (bytes[index] << 16) | ((bytes[index + 1] || 0) << 8) | (bytes[index + 2] || 0);
      text += ALPHABET[bits >> 18] + ALPHABET[(bits >> 12) & 63];
      text += left > 1 ? ALPHABET[(bits >> 6) & 63] : "=";
      text += left > 2 ? ALPHABET[bits & 63] : "=";
    }
    return text;
  }

  function hexBytes(text) {
    const bytes = [];
    for (let index = 0; index + 1 < text.length; index += 2) {
      const pair = text.slice(index, index + 2);
      if (!/^[0-9a-fA-F]{2}$/.test(pair)) { break; }
      bytes.push(parseInt(pair, 16));
    }
    return bytes;
  }

  const hexText = (bytes) =>
    Array.from(bytes, (byte) => (byte < 16 ? "0" : "") + byte.toString(16)).join("");
  const unitsOf = (text) => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  const latin1 = [(text) => unitsOf(text).map((unit) => unit & 255), characters];
  const ascii = [latin1[0], (bytes) => characters(bytes.map((byte) => byte & 127))];
  const utf8 = [utf8Bytes, utf8Text];
  const utf16 = [
    (text) => unitsOf(text).flatMap((unit) => [unit & 255, unit >> 8]),
    (bytes) => characters(
      Array.from({ length: bytes.length >> 1 }, (_, at) => bytes[2 * at] | (bytes[2 * at + 1] << 8))
    ),
  ];
  const base64 = [base64Bytes, base64Text];
  const urlSafe = (bytes) =>
    base64Text(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const ENCODINGS = {
    "utf8": utf8, "utf-8": utf8, "hex": [hexBytes, hexText], "base64": base64,
    "base64url": [base64Bytes, urlSafe], "latin1": latin1, "binary": latin1, "ascii": ascii,
    "ucs2": utf16, "ucs-2": utf16, "utf16le": utf16, "utf-16le": utf16,
  };
  const known = (name) => Object.hasOwn(ENCODINGS, String(name).toLowerCase());

  function encoding(name) {
    if (name === undefined || name === null || name === "") { return utf8; }
    if (!known(name)) { throw new TypeError("Unknown encoding: " + name); }
    return ENCODINGS[String(name).toLowerCase()];
  }

  const bytesOf = (value, name) =>
    typeof value === "string" ? encoding(name)[0](value) : value;
  const view = (buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.length);

  class Buffer extends Uint8Array {
    constructor(value, second, length) {
      if (typeof value === "string") {
        super(bytesOf(value, second));
      } else {
        super(value, second, length);
      }
    }

    static get [Symbol.species]() { return Buffer; }

    static from(value, second, length) {
      if (typeof value === "string") { return new Buffer(value, second); }
      if (value instanceof ArrayBuffer) { return new Buffer(value, second, length); }
      if (value && value.type === "Buffer" && Array.isArray(value.data)) {
        return new Buffer(value.data);
      }
      if (value && typeof value === "object" && "length" in value) {
        return new Buffer(Array.from(value));
      }
      throw new TypeError("Buffer.from takes a string, an array or bytes.");
    }

    static alloc(size, fill, name) {
      const made = new Buffer(Number(size));
      return fill === undefined ? made : made.fill(fill, name);
    }

    static allocUnsafe(size) { return new Buffer(Number(size)); }

    static concat(list, size) {
      const total = list.reduce((sum, part) => sum + part.length, 0);
      const made = new Buffer(size === undefined ? total : size);
      let at = 0;
      for (const part of list) {
        const rest = part.subarray(0, Math.max(0, made.length - at));
        made.set(rest, at);
        at += rest.length;
      }
      return made;
    }

    static isBuffer(value) { return value instanceof Buffer; }
    static isEncoding(name) { return known(name); }

    static byteLength(value, name) {
      return typeof value === "string" ? bytesOf(value, name).length : value.byteLength;
    }

    toString(name, start = 0, end = this.length) {
      return encoding(name)[1](Array.from(super.subarray(Math.max(0, start), end)));
    }

    toJSON() { return { type: "Buffer", data: Array.from(this) }; }
    slice(start, end) { return this.subarray(start, end); }
    equals(other) { return this.compare(other) === 0; }

    compare(other) {
      const shared = Math.min(this.length, other.length);
      for (let at = 0; at < shared; at += 1) {
        if (this[at] !== other[at]) { return this[at] < other[at] ? -1 : 1; }
      }
      return Math.sign(this.length - other.length);
    }

    copy(target, targetStart = 0, start = 0, end = this.length) {
      const part = this.subarray(start, Math.min(end, start + target.length - targetStart));
      target.set(part, targetStart);
      return part.length;
    }

    fill(value, start = 0, end = this.length, name = undefined) {
      if (typeof value === "number") { return super.fill(value, start, end); }
      if (typeof start === "string") { return this.fill(value, 0, this.length, start); }
      const bytes = bytesOf(value, name);
      for (let at = start; at < end; at += 1) {
        this[at] = bytes.length ? bytes[(at - start) % bytes.length] : 0;
      }
      return this;
    }

    indexOf(value, start = 0, name = undefined) {
      if (typeof value === "number") { return super.indexOf(value & 255, start); }
      const bytes = bytesOf(value, name);
      for (let at = start; at + bytes.length <= this.length; at += 1) {
        let same = 0;
        while (same < bytes.length && this[at + same] === bytes[same]) { same += 1; }
        if (same === bytes.length) { return at; }
      }
      return -1;
    }

    includes(value, start, name) { return this.indexOf(value, start, name) !== -1; }

    write(text, start = 0, length = undefined, name = undefined) {
      if (typeof start === "string") { return this.write(text, 0, undefined, start); }
      if (typeof length === "string") { return this.write(text, start, undefined, length); }
      const room = Math.min(this.length - start, length === undefined ? Infinity : length);
      const bytes = bytesOf(text, name).slice(0, Math.max(0, room));
      this.set(bytes, start);
      return bytes.length;
    }

    readUIntBE(start, size) {
      let value = 0;
      for (let at = 0; at < size; at += 1) { value = value * 256 + view(this).getUint8(start + at); }
      return value;
    }

    readUIntLE(start, size) {
      return this.subarray(0, start + size).reversed().readUIntBE(0, size);
    }

    readIntBE(start, size) {
      const value = this.readUIntBE(start, size);
      return value < 2 ** (8 * size - 1) ? value : value - 2 ** (8 * size);
    }

    readIntLE(start, size) {
      return this.subarray(0, start + size).reversed().readIntBE(0, size);
    }

    reversed() { return new Buffer(Array.from(this).reverse()); }
  }

  function addNumber(name, method, size) {
    const orders = size === 1 ? [""] : ["LE", "BE"];
    for (const order of orders) {
      const read = function (start = 0) {
        return view(this)["get" + method](start, order === "LE");
      };
      const write = function (value, start = 0) {
        view(this)["set" + method](start, value, order === "LE");
        return start + size;
      };
      for (const alias of new Set([name, name.replace("UInt", "Uint")])) {
        for (const [verb, value] of [["read", read], ["write", write]]) {
          Object.defineProperty(Buffer.prototype, verb + alias + order, {
            value, writable: true, configurable: true,
          });
        }
      }
    }
  }

  addNumber("UInt8", "Uint8", 1); addNumber("Int8", "Int8", 1);
  addNumber("UInt16", "Uint16", 2); addNumber("Int16", "Int16", 2);
  addNumber("UInt32", "Uint32", 4); addNumber("Int32", "Int32", 4);
  addNumber("BigUInt64", "BigUint64", 8); addNumber("BigInt64", "BigInt64", 8);
  addNumber("Float", "Float32", 4); addNumber("Double", "Float64", 8);
  return Buffer;
})();
