/** The value that this share of them does not exceed: the nearest rank, without interpolation. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}

export const median = (values) => quantile(values, 0.5);

/** How many there are, and what they come to. */
export function summary(values) {
  return { samples: values.length, median: median(values), p95: quantile(values, 0.95), max: quantile(values, 1) };
}

/** How many times the first the second is. */
export function ratio(ours, theirs) {
  return ours > 0 && theirs !== null ? theirs / ours : null;
}
