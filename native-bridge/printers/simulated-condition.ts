/** How a simulated printer is, and in which bytes it says so; see slip-simulator.ts. */
export class SimulatedCondition {
  paperOut = false;
  coverOpen = false;
  /** The roll will end soon. */
  paperLow = false;
  knifeFailed = false;
  /** Its controller hangs as soon as the next paper with something on it is cut off. */
  hangsAfterCut = false;
  /** It hangs: deaf and dumb until it is off and on again. */
  hung = false;

  get offline(): boolean {
    return this.paperOut || this.coverOpen || this.knifeFailed;
  }

  mend(): void {
    this.paperOut = this.coverOpen = this.paperLow = this.knifeFailed = false;
    this.hangsAfterCut = this.hung = false;
  }

  slipCut(): void {
    this.hung = this.hangsAfterCut;
    this.hangsAfterCut = false;
  }

  /** DLE EOT 1–4. */
  status(which: number): number {
    if (which === 1) return 0x12 | (this.offline ? 0x08 : 0);
    if (which === 2)
      return 0x12 | (this.coverOpen ? 0x04 : 0) | (this.paperOut ? 0x20 : 0) | (this.knifeFailed ? 0x40 : 0);
    if (which === 3) return 0x12 | (this.knifeFailed ? 0x08 : 0);
    return 0x12 | (this.paperOut ? 0x6c : this.paperLow ? 0x0c : 0);
  }

  /** GS a: told unasked. */
  change(): number[] {
    return [
      0x10 | (this.offline ? 0x08 : 0) | (this.coverOpen ? 0x20 : 0),
      this.knifeFailed ? 0x08 : 0,
      this.paperOut ? 0x0f : this.paperLow ? 0x03 : 0,
      0x0f,
    ];
  }
}
