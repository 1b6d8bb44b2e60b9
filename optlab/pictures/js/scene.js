// Pairs of axes as the painter takes them; what most of them have in common.
export const panel = (more) => ({
  title: "",
  xlabel: "",
  ylabel: "",
  xscale: "linear",
  yscale: "linear",
  width: 1,
  curves: [],
  marks: [],
  ...more,
});
