/** How long cards take in the worlds of the simulation; times in seconds. */
import { normalFrom } from '../../seeded.ts';

export interface Distribution {
  /** The share of cards that takes longer. */
  readonly survival: (seconds: number) => number;
  readonly draw: (random: () => number) => number;
}

export function lognormal(median: number, sigma: number): Distribution {
  return {
    survival: (seconds) => (seconds <= 0 ? 1 : 1 - normalShare(Math.log(seconds / median) / sigma)),
    draw: (random) => median * Math.exp(sigma * normalFrom(random)),
  };
}

/** Of the first with this share, else of the second. */
export function mixture(share: number, first: Distribution, second: Distribution): Distribution {
  return {
    survival: (seconds) => share * first.survival(seconds) + (1 - share) * second.survival(seconds),
    draw: (random) => (random() < share ? first : second).draw(random),
  };
}

/** Falls as a power of time: of cards that take ten times the median, not none but one in `10 ** power`. */
export function logLogistic(median: number, power: number): Distribution {
  return {
    survival: (seconds) => (seconds <= 0 ? 1 : 1 / (1 + (seconds / median) ** power)),
    draw: (random) => {
      const share = random();
      return median * (share / (1 - share)) ** (1 / power);
    },
  };
}

/** The share of the normal distribution below `z`, to some 1e-7 (Abramowitz and Stegun 7.1.26). */
function normalShare(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (poly * Math.exp(-x * x)) / 2;
  return z < 0 ? tail : 1 - tail;
}
