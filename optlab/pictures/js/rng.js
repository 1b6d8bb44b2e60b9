// numpy.random.default_rng(seed), number for number: SeedSequence, PCG64 (XSL-RR) and the ziggurat for normal numbers.
// Uniform numbers are equal to the last bit; normal ones to 1e-13, because the ziggurat's tables are computed here.

const MASK64 = (1n << 64n) - 1n, MASK128 = (1n << 128n) - 1n, MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;

// SeedSequence(seed).generate_state(4, uint64): the seed's 32-bit words, hashed and mixed into a pool of four, and hashed out.
function seedWords(seed) {
  const words = [];
  for (let rest = BigInt(seed); rest || !words.length; rest >>= 32n) words.push(Number(rest & 0xffffffffn));
  let constant = 0x43b0d7e5;
  const hash = (word) => {
    word ^= constant;
    constant = Math.imul(constant, 0x931e8875);
    word = Math.imul(word, constant);
    return (word ^ (word >>> 16)) >>> 0;
  };
  const mix = (x, y) => {
    const both = Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y);
    return (both ^ (both >>> 16)) >>> 0;
  };
  const pool = [0, 1, 2, 3].map((i) => hash(words[i] ?? 0));
  for (let from = 0; from < 4; from++)
    for (let to = 0; to < 4; to++) if (from !== to) pool[to] = mix(pool[to], hash(pool[from]));
  for (const word of words.slice(4)) for (let to = 0; to < 4; to++) pool[to] = mix(pool[to], hash(word));
  constant = 0x8b51f9dd;
  const out = Array.from({ length: 8 }, (_, i) => {
    let word = pool[i % 4] ^ constant;
    constant = Math.imul(constant, 0x58f38ded);
    word = Math.imul(word, constant);
    return BigInt((word ^ (word >>> 16)) >>> 0);
  });
  return [0, 2, 4, 6].map((i) => out[i] | (out[i + 1] << 32n));
}

// The ziggurat of 256 strips of one area under exp(−x²/2): numpy's wi, fi and ki. Marsaglia and Tsang (2000),
// doi:10.18637/jss.v005.i08, with a mantissa of 52 bits. EDGE is where the tail begins.
const EDGE = 3.6541528853610088, AREA = 0.004928673233974655, TWO52 = 2 ** 52;
const width = new Float64Array(256), height = new Float64Array(256), inside = new Float64Array(256);
{
  const bell = (x) => Math.exp(-0.5 * x * x);
  let x = EDGE;
  inside[0] = Math.floor(((EDGE * bell(EDGE)) / AREA) * TWO52);
  width[0] = AREA / bell(EDGE) / TWO52;
  width[255] = EDGE / TWO52;
  height[0] = 1;
  height[255] = bell(EDGE);
  for (let i = 254; i >= 1; i--) {
    const next = Math.sqrt(-2 * Math.log(AREA / x + bell(x)));
    inside[i + 1] = Math.floor((next / x) * TWO52);
    x = next;
    width[i] = x / TWO52;
    height[i] = bell(x);
  }
}

export function defaultRng(seed) {
  const [high, low, streamHigh, streamLow] = seedWords(seed);
  const step = ((((streamHigh << 64n) | streamLow) << 1n) | 1n) & MASK128;
  let state = ((step + ((high << 64n) | low)) * MULTIPLIER + step) & MASK128;

  const bits = () => {
    state = (state * MULTIPLIER + step) & MASK128;
    const folded = ((state >> 64n) ^ state) & MASK64, turn = state >> 122n;
    return ((folded >> turn) | (folded << (64n - turn))) & MASK64;
  };
  const random = () => Number(bits() >> 11n) / 2 ** 53;
  const normal = () => {
    for (;;) {
      const word = bits(), strip = Number(word & 255n), negative = (word >> 8n) & 1n, mantissa = Number((word >> 9n) & 0xfffffffffffffn);
      const x = (negative ? -mantissa : mantissa) * width[strip];
      if (mantissa < inside[strip]) return x; // 993 of 1000
      if (strip > 0) {
        if ((height[strip - 1] - height[strip]) * random() + height[strip] < Math.exp(-0.5 * x * x)) return x;
        continue;
      }
      for (;;) { // the tail
        const beyond = -Math.log1p(-random()) / EDGE, y = -Math.log1p(-random());
        if (y + y > beyond * beyond) return Math.floor(mantissa / 256) & 1 ? -(EDGE + beyond) : EDGE + beyond;
      }
    }
  };
  return { random, normal };
}

// The first normal numbers of a seed, for runs that share them: computed once, kept.
const kept = new Map();
export function normals(seed, count) {
  let known = kept.get(seed);
  if (!known) kept.set(seed, (known = { rng: defaultRng(seed), numbers: [] }));
  while (known.numbers.length < count) known.numbers.push(known.rng.normal());
  return known.numbers;
}

// Numbers as a generator that gives them again.
export function replay(numbers) {
  let k = 0;
  return { normal: () => numbers[k++] };
}
