// numpy's functions that Math has not and few translated texts call: a text brings those along that it calls (javascript.py).

const $exp2 = (x) => Math.pow(2, x);

const $isinf = (x) => x === Infinity || x === -Infinity;

const $fmax = (a, b) => (a !== a ? b : b !== b ? a : Math.max(a, b));

const $fmin = (a, b) => (a !== a ? b : b !== b ? a : Math.min(a, b));

const $copysign = (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x));

const $logaddexp = (a, b) => (a === b ? a + Math.LN2 : Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b))));

function $rint(x) { // halves go to the even number
  const low = Math.floor(x), rest = x - low;
  return rest < 0.5 || (rest === 0.5 && low % 2 === 0) ? low : low + 1;
}

function $remainder(a, b) { // with the sign of b
  const rest = a % b;
  return rest === 0 ? $copysign(0, b) : rest < 0 !== b < 0 ? rest + b : rest;
}

function $floor_divide(a, b) {
  if (b === 0) return a / b;
  const rest = a % b, whole = (a - rest) / b - (rest !== 0 && rest < 0 !== b < 0 ? 1 : 0);
  if (whole === 0) return $copysign(0, a / b);
  const low = Math.floor(whole);
  return whole - low > 0.5 ? low + 1 : low;
}
