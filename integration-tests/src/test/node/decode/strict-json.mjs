// JSON that two readers can't understand in two ways: docs/formats/sealed-envelope.md, "Layout". JSON.parse lets the last of
// two members of one name win, so this reads RFC 8259 itself.

import { demand, utf8 } from './bytes.mjs';

const MAX_DEPTH = 4;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const ESCAPES = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The one object that some bytes are; whole numbers as BigInt. */
export function strictObject(bytes, what) {
  const text = utf8(bytes, what);
  demand(text.startsWith('\ufeff') === false, `${what}: a byte order mark`);
  return new Reader(text, what, MAX_DEPTH).document();
}

/** The same for text from elsewhere, with another depth. */
export function strictText(text, what, maxDepth) {
  return new Reader(text, what, maxDepth).document();
}

class Reader {
  constructor(text, what, maxDepth) {
    Object.assign(this, { text, what, maxDepth, at: 0 });
  }

  demand(condition, why) {
    demand(condition, `${this.what}: ${why} at ${this.at}`);
  }

  document() {
    this.space();
    this.demand(this.text[this.at] === '{', 'no object');
    const value = this.value(1);
    this.space();
    this.demand(this.at === this.text.length, 'something after the object');
    return value;
  }

  space() {
    while (this.at < this.text.length && ' \t\n\r'.includes(this.text[this.at])) {
      this.at++;
    }
  }

  next(expected) {
    this.space();
    this.demand(this.text[this.at] === expected, `no ${expected}`);
    this.at++;
  }

  takes(character) {
    this.space();
    const found = this.text[this.at] === character;
    this.at += found ? 1 : 0;
    return found;
  }

  value(depth) {
    this.space();
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.array(depth);
      case '"':
        return this.string();
      default:
        return this.literal();
    }
  }

  object(depth) {
    this.demand(depth <= this.maxDepth, 'nested too deep');
    this.next('{');
    const members = new Map();
    if (this.takes('}')) {
      return members;
    }
    do {
      this.space();
      const name = this.string();
      this.demand(!members.has(name), 'a name twice');
      this.next(':');
      members.set(name, this.value(depth + 1));
    } while (this.takes(','));
    this.next('}');
    return members;
  }

  array(depth) {
    this.demand(depth <= this.maxDepth, 'nested too deep');
    this.next('[');
    const elements = [];
    if (this.takes(']')) {
      return elements;
    }
    do {
      elements.push(this.value(depth + 1));
    } while (this.takes(','));
    this.next(']');
    return elements;
  }

  string() {
    this.demand(this.text[this.at] === '"', 'no string');
    this.at++;
    let value = '';
    for (;;) {
      const character = this.text[this.at++];
      this.demand(character !== undefined && character >= ' ', 'a string that does not end');
      if (character === '"') {
        return value;
      }
      value += character === '\\' ? this.escape() : character;
    }
  }

  escape() {
    const kind = this.text[this.at++];
    if (kind !== 'u') {
      this.demand(kind in ESCAPES, 'an unknown escape');
      return ESCAPES[kind];
    }
    const digits = this.text.slice(this.at, this.at + 4);
    this.demand(/^[0-9A-Fa-f]{4}$/.test(digits), 'an escape without four digits');
    this.at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  literal() {
    for (const [word, value] of [['true', true], ['false', false]]) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    NUMBER.lastIndex = this.at;
    const number = NUMBER.exec(this.text)?.[0];
    this.demand(number !== undefined, 'null, or nothing of JSON');
    this.demand(/^-?[0-9]{1,19}$/.test(number), 'a number with a fraction or an exponent, or a long one');
    this.at += number.length;
    const value = BigInt(number);
    this.demand(BigInt.asIntN(64, value) === value, 'a number beyond 64 bits');
    return value;
  }
}
