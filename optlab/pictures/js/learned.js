// The learned optimizer: two LSTM layers for each coordinate, as optlab.steps.learned has them. The weights are data: by name,
// matrices row by row.

export function learnedStep(weights) {
  const units = weights.Wo.length, gates = 4 * units, names = ["h1", "c1", "h2", "c2"];

  // From input a, output h and memory c to the new h and c, in place. A gate is 1 / (1 + exp(−z)) = 1/2 + 1/2 tanh(z / 2).
  function layer(a, h, c, W, U, b) {
    const z = Float64Array.from(b);
    a.forEach((value, i) => { for (let k = 0; k < gates; k++) z[k] += value * W[i * gates + k]; });
    h.forEach((value, i) => { for (let k = 0; k < gates; k++) z[k] += value * U[i * gates + k]; });
    const gate = (k) => 0.5 * Math.tanh(0.5 * z[k]) + 0.5;
    for (let k = 0; k < units; k++) {
      c[k] = gate(units + k) * c[k] + gate(k) * Math.tanh(z[3 * units + k]);
      h[k] = gate(2 * units + k) * Math.tanh(c[k]);
    }
  }

  // What the network reads of a gradient: itself, or its logarithm and sign if it was trained so.
  function read(g) {
    const p = weights.p;
    if (p === undefined) return [g];
    const size = Math.max(Math.abs(g), Math.exp(-p));
    return [Math.log(size) / p, Math.min(Math.max(g * Math.exp(p), -1), 1)];
  }

  return (steps, state, hyper, world, keep) => {
    const x = [...state.x], d = x.length, G = new Float64Array(d), first = state.t ?? 1;
    const memory = x.map((_, i) => names.map((name) => Float64Array.from(state[name]?.[i] ?? new Float64Array(units))));
    for (let t = first, k = 0; t < first + steps; t++) {
      world.g(t, ...x, G);
      for (let i = 0; i < d; i++) {
        const [h1, c1, h2, c2] = memory[i];
        layer(read(G[i]), h1, c1, weights.W1, weights.U1, weights.b1);
        layer(h1, h2, c2, weights.W2, weights.U2, weights.b2);
        const u = weights.scale * (h2.reduce((sum, h, j) => sum + h * weights.Wo[j], 0) + weights.bo);
        x[i] += u;
        if (keep) { keep[k + i] = u; keep[k + d + i] = x[i]; }
      }
      k += 2 * d;
    }
    return x;
  };
}

// Numbers of 4 or 8 bytes from base64.
export function floats(bytes, text) {
  const raw = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return Float64Array.from(new (bytes === 4 ? Float32Array : Float64Array)(raw.buffer));
}
