/**
 * A slip printer at the level of its protocol: takes ESC/POS bytes, puts dots on paper, answers as a TM printer does, and
 * fails on demand. Training mode prints on it, through the same driver and the same bytes as on a real one.
 */
import { SimulatedCondition } from './simulated-condition.ts';
import { SimulatedHead } from './simulated-head.ts';
import { commandLength, number, realTimeLength } from './simulated-commands.ts';
import { SimulatedPaper, type Strip } from './simulated-paper.ts';
import { simulatedLine } from './simulated-port.ts';
import type { SlipPort } from './slip-link.ts';

export interface SimulatorAbilities {
  /** GS ( H. */
  readonly echo: boolean;
  /** GS ( L 83 and 80. */
  readonly marks: boolean;
  /** Deaf and dumb for so long after a power cycle, ms. */
  readonly restartMs: number;
  /** Answer to GS I 67; empty: it does not know the question. */
  readonly model: string;
  /** Strips in the tray that are remembered. */
  readonly kept: number;
}

const usual: SimulatorAbilities = { echo: true, marks: true, restartMs: 0, model: 'TM-T88VI', kept: 2 };
const lineDots = 30;
/** GS V 66 feeds from the head to the knife. */
const toKnifeDots = 0;

export class SlipSimulator {
  readonly paper: SimulatedPaper;
  readonly #head: SimulatedHead;
  readonly #abilities: SimulatorAbilities;
  #pending: number[] = [];
  #marks = new Map<string, number>();
  #letterRuns = 0;
  #tells = false;
  #deafUntil = 0;
  #line: (bytes: Uint8Array) => void = () => undefined;
  #told = 0;
  readonly #condition = new SimulatedCondition();
  /** The knife is stuck: the next cut stops the printer. */
  knifeStuck = false;

  constructor(widthPx: number, abilities: Partial<SimulatorAbilities> = {}) {
    this.#abilities = { ...usual, ...abilities };
    this.paper = new SimulatedPaper(widthPx, this.#abilities.kept);
    this.#head = new SimulatedHead(this.paper);
  }

  /** Bytes that it has answered and told so far. */
  get told(): number {
    return this.#told;
  }

  /** Slips cut off so far. */
  get printed(): number {
    return this.paper.cuts;
  }

  get last(): Strip | undefined {
    return this.paper.strips.at(-1);
  }

  /** Set by a test or an exercise: the roll has ended. */
  get paperOut(): boolean {
    return this.#condition.paperOut;
  }
  set paperOut(out: boolean) {
    this.#condition.paperOut = out;
    this.#changed();
  }

  get coverOpen(): boolean {
    return this.#condition.coverOpen;
  }
  set coverOpen(open: boolean) {
    this.#condition.coverOpen = open;
    this.#changed();
  }

  /** The roll will end soon. */
  get paperLow(): boolean {
    return this.#condition.paperLow;
  }
  set paperLow(low: boolean) {
    this.#condition.paperLow = low;
  }

  /** Once: the next slip comes out whole and is cut, and then the printer hears and says nothing until it is off and on again. */
  silentAfterCut(): void {
    this.#condition.hangsAfterCut = true;
  }

  /** A person sees to it: paper in, cover closed, off and on again. */
  mend(): void {
    this.#condition.mend();
    this.powerCycle();
  }

  /** Off and on again: what it held, its letters and marks are gone; the paper hangs where it hung. */
  powerCycle(): void {
    this.#pending = [];
    this.#marks.clear();
    this.#head.reset();
    this.#tells = false;
    this.#condition.knifeFailed = false;
    this.#condition.hung = false;
    this.#deafUntil = performance.now() + this.#abilities.restartMs;
  }

  /** Its end of a line, as a port. */
  open(baud = 115_200): SlipPort {
    const line = simulatedLine((bytes) => this.receive(bytes), baud);
    this.#line = line.tell;
    return line.port;
  }

  receive(bytes: Uint8Array): void {
    if (this.#abilities.restartMs > 0 && performance.now() < this.#deafUntil) return;
    for (const byte of bytes) this.#pending.push(byte);
    this.#work();
  }

  #send(bytes: readonly number[]): void {
    if (this.#condition.hung) return;
    this.#told += bytes.length;
    this.#line(Uint8Array.from(bytes));
  }

  #work(): void {
    for (;;) {
      if (this.#condition.hung) {
        this.#pending = [];
        return;
      }
      if (this.#condition.offline) {
        if (!this.#realTime()) return;
        continue;
      }
      const length = commandLength(this.#pending);
      if (length === 0 || Math.abs(length) > this.#pending.length) return;
      const command = this.#pending.splice(0, Math.abs(length));
      this.paper.received(command);
      if (length > 0) this.#run(command);
    }
  }

  /** Offline, only real-time commands are heard, wherever they stand; the rest waits. */
  #realTime(): boolean {
    for (let at = 0; at < this.#pending.length - 2; at += 1) {
      if (this.#pending[at] !== 0x10) continue;
      const length = realTimeLength(this.#pending[at + 1], this.#pending[at + 2]);
      if (length <= 0 || at + length > this.#pending.length) continue;
      this.#run(this.#pending.splice(at, length));
      return true;
    }
    return false;
  }

  #run(command: readonly number[]): void {
    const [first = 0, second = 0, third = 0] = command;
    if (command.length === 1) return this.#sign(first);
    if (first === 0x10) return this.#immediate(second, third);
    if (first === 0x1b) return this.#esc(command, second, third);
    return this.#gs(command, second, third);
  }

  #sign(code: number): void {
    if (code === 0x0a) this.#head.feedLine();
    else if (code >= 0x20) this.#head.put(code);
  }

  #immediate(second: number, third: number): void {
    if (second === 0x04) this.#send([this.#condition.status(third)]);
    else if (third === 8) {
      this.#pending = [];
      this.#head.dropLine();
      this.#send([0x37, 0x25, 0]);
    }
  }

  #esc(command: readonly number[], second: number, third: number): void {
    const head = this.#head;
    switch (second) {
      case 0x40:
        this.#marks.clear();
        return head.reset();
      case 0x64:
        head.feed(third * lineDots);
        return;
      case 0x4a:
        return head.feed(third);
      case 0x21:
        return head.mode(third);
      case 0x61:
        head.side = third;
        return;
      case 0x45:
        head.bold = (third & 1) === 1;
        return;
      case 0x25:
        head.downloaded = (third & 1) === 1;
        return;
      case 0x32:
        head.spacing = undefined;
        return;
      case 0x33:
        head.spacing = third;
        return;
      case 0x3f:
        return head.forgetLetter(third);
      case 0x26:
        return this.#defineLetters(command);
    }
  }

  #defineLetters(command: readonly number[]): void {
    this.#letterRuns += 1;
    let at = 5;
    for (let code = command[3] ?? 0; code <= (command[4] ?? 0); code += 1) {
      const wide = command[at] ?? 0;
      this.#head.define(code, Uint8Array.from(command.slice(at + 1, at + 1 + 3 * wide)));
      at += 1 + 3 * wide;
    }
  }

  /** ESC & commands so far. */
  get letterRuns(): number {
    return this.#letterRuns;
  }

  #gs(command: readonly number[], second: number, third: number): void {
    const head = this.#head;
    switch (second) {
      case 0x21:
        return head.magnify(third);
      case 0x68:
        return head.barHeight(third);
      case 0x77:
        return head.barModule(third);
      case 0x72:
        return this.#send([this.paperLow ? 0x03 : 0]);
      case 0x61:
        this.#tells = third !== 0;
        return this.#changed();
      case 0x49:
        if (third === 67 && this.#abilities.model !== '')
          this.#send([0x5f, ...Buffer.from(this.#abilities.model), 0]);
        return;
      case 0x54:
        return third === 0 || third === 48 ? head.dropLine() : head.feed(0);
      case 0x56:
        return this.#cut(third);
      case 0x6b:
        if (third === 73) head.printBars(Uint8Array.from(command.slice(4)));
        return;
      case 0x76:
        head.feed(0);
        return this.paper.print(Uint8Array.from(command.slice(8)), number(command, 4));
      case 0x28:
        return this.#extended(third, command.slice(5));
    }
  }

  #extended(name: number, parameters: readonly number[]): void {
    const [first = 0, second = 0, third = 0] = parameters;
    if (name === 0x48 && second === 48 && this.#abilities.echo)
      this.#send([0x37, 0x22, ...parameters.slice(2, 6), 0]);
    if (name === 0x4c && first === 48 && this.#abilities.marks) {
      if (second === 83) this.#marks.set(String.fromCharCode(...parameters.slice(3, 5)), 1);
      if (second === 80)
        this.#send([0x37, 0x73, 0x40, ...Buffer.from([...this.#marks.keys()].join(''), 'latin1'), 0]);
    }
    if (name === 0x6b && first === 49) {
      if (second === 67) this.#head.qrModule(third);
      if (second === 80) this.#head.qrData(Uint8Array.from(parameters.slice(3)));
      if (second === 81) this.#head.printQr();
    }
  }

  #cut(mode: number): void {
    this.#head.feed(0);
    if (this.knifeStuck) {
      this.#condition.knifeFailed = true;
      return this.#changed();
    }
    if (mode >= 65) this.paper.feed(toKnifeDots);
    const printed = this.paper.inked;
    this.paper.cut();
    if (printed) this.#condition.slipCut();
  }

  /** Tells its state after GS a, and goes on with what waited. */
  #changed(): void {
    if (this.#tells) this.#send(this.#condition.change());
    this.#work();
  }
}
