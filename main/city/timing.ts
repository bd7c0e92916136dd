/** Waiting, and time that only goes forward: given, so that a simulated day of outages passes in seconds. */
export interface Timing {
  /** Steady milliseconds; no wall clock moves them. */
  steady(): number;
  /** Calls `work` once after so many ms; what it gives takes the call back. */
  after(ms: number, work: () => void): () => void;
}

export const realTiming: Timing = {
  steady: () => performance.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};
