import type { Coupling, Measures } from "../../dsl/probe/probe.js";
import { ContractError } from "../../src/errors.js";
import { ByteReader, ByteWriter } from "./bytes.js";
import { checksumOf } from "./checksum.js";
import type { Row, Value } from "./connection.js";
import type { Entry, EntryKind, EntryStatus, EntryTraining } from "./entry.js";
import { DamagedFile } from "./fault.js";
import { type Refuse, setPacked } from "./packed-program.js";
import { pack } from "./packing.js";

/**
 * Writes one row. What is worth a look with SQLite's own shell has a column; symopt itself reads `detail`, in
 * which everything is but the texts of change and program, that follow it in the bytes of a row. The program is in
 * one of two columns: as text, or compressed.
 */
export const INSERT =
  "INSERT INTO entry (id, kind, status, subject, fitness, change, program, detail, packed) " +
  "VALUES (?, ?, ?, ?, ?, CAST(? AS TEXT), CAST(? AS TEXT), ?, ?)";

/**
 * Reads the rows from one index to another: the bytes of all, one after another, as one value. A value for each
 * row would take more than twice as long.
 *
 * @param hasPacked - Whether the table has a column for compressed programs: up to format 2 it had none.
 */
export function selectOf(hasPacked: boolean): string {
  const bytes = `detail || change || program${hasPacked ? " || ifnull(packed, '')" : ""}`;
  return `SELECT CAST(group_concat(${bytes}, '') AS BLOB) FROM entry WHERE id BETWEEN ? AND ?`;
}

// What stands at which place is written to files: new ones go to the end.
const KINDS: readonly EntryKind[] = ["candidate", "sweep", "confirmation", "challenge"];
const STATUSES: readonly EntryStatus[] = ["trained", "stopped", "failed", "fault"];
const REPEATS: readonly Entry["repeatOf"][] = [null, "structure", "behaviour"];
const SOURCES: readonly Entry["source"][] = [null, "population", "archive"];
const COUPLINGS: readonly Coupling[] = ["coordinate", "array", "matrix", "tree"];

/** Bits of the second byte: what an entry has. The first has kind, status, repeat and source, two bits each. */
const SPARED = 1;
const FITNESS = 2;
const MEASURES = 4;
const REASON = 8;
/** The program is compressed. */
const PACKED = 16;
/** Bits of a training's byte. */
const LOSS = 1;
const SCORE = 2;

/** The bytes of a row begin with a checksum of all after it, and the size of all, in four bytes each. */
const CHECKSUM = 4;
const HEAD = 8;

const NOTHING = Buffer.alloc(0);

const writer = new ByteWriter();
const reader = new ByteReader();

/**
 * The row of an entry.
 *
 * @throws {@link ContractError} where a number is not what its field may hold.
 */
export function toRow(entry: Entry): readonly Value[] {
  const change = Buffer.from(entry.change);
  const program = Buffer.from(entry.program);
  const packed = pack(program);
  const detail = encode(entry, change, program, packed);
  const written = packed ?? program;
  detail.writeUInt32LE(detail.length + change.length + written.length, CHECKSUM);
  detail.writeUInt32LE(checksumOf(Buffer.concat([detail, change, written]), CHECKSUM, entry.index));
  const { index, kind, status, subject, fitness } = entry;
  const columns = packed === undefined ? [program, detail, null] : [NOTHING, detail, packed];
  return [index, kind, status, subject, fitness, change, ...columns];
}

function encode(entry: Entry, change: Buffer, program: Buffer, packed: Buffer | undefined): Buffer {
  try {
    writeDetail(entry, change, program, packed);
  } catch (error) {
    writer.take();
    if (error instanceof ContractError) throw new ContractError(`entry ${entry.index}: ${error.message}`);
    throw error;
  }
  return writer.take();
}

function writeDetail(entry: Entry, change: Buffer, program: Buffer, packed: Buffer | undefined): void {
  for (let i = 0; i < HEAD; i++) writer.byte(0);
  writer.byte(
    KINDS.indexOf(entry.kind) | (STATUSES.indexOf(entry.status) << 2) |
    (REPEATS.indexOf(entry.repeatOf) << 4) | (SOURCES.indexOf(entry.source) << 6),
  );
  writer.byte(
    (entry.spared ? SPARED : 0) | (entry.fitness === null ? 0 : FITNESS) |
    (entry.measures === null ? 0 : MEASURES) | (entry.reason === null ? 0 : REASON) |
    (packed === undefined ? 0 : PACKED),
  );
  writer.size(entry.change, change);
  if (packed === undefined) writer.size(entry.program, program);
  else writer.natural(packed.length);
  writer.natural(entry.island);
  writer.optionalNatural(entry.subject);
  writer.optionalNatural(entry.mate);
  writer.optionalNatural(entry.repeats);
  writer.natural(entry.statements);
  writer.natural(entry.redundant);
  writer.natural(entry.invalid);
  writer.natural(entry.steps);
  writer.float(entry.cost);
  writer.float(entry.seconds);
  writer.identifier(entry.hash);
  writer.identifier(entry.fingerprint);
  if (entry.fitness !== null) writer.float(entry.fitness);
  if (entry.measures !== null) writeMeasures(entry.measures);
  if (entry.reason !== null) writer.text(entry.reason);
  writer.natural(entry.trainings.length);
  for (const training of entry.trainings) writeTraining(training);
}

function writeMeasures(measures: Measures): void {
  writer.byte(COUPLINGS.indexOf(measures.coupling));
  writer.float(measures.liveState);
  writer.float(measures.scaleExponent);
  writer.float(measures.averagingLength);
  writer.float(measures.noiseResponse);
  writer.float(measures.updateSize);
}

function writeTraining(training: EntryTraining): void {
  writer.natural(training.problem);
  writer.natural(training.seed);
  writer.natural(training.steps);
  writer.byte((training.loss === null ? 0 : LOSS) | (training.score === null ? 0 : SCORE));
  if (training.loss !== null) writer.float(training.loss);
  if (training.score !== null) writer.float(training.score);
  writer.natural(training.hurdles.length);
  for (const loss of training.hurdles) writer.float(loss);
}

/** What rows came to. */
export interface Decoded {
  /** The entries before any damage. */
  readonly entries: readonly Entry[];
  /** What is wrong with the next, if anything is. */
  readonly damage?: DamagedFile;
}

/**
 * The entries of rows that {@link selectOf} gave. A program that was compressed is inflated when it is first asked
 * for, which throws where it cannot be, though the checksum of its row is right.
 *
 * @param index - Index of the first.
 * @param refuse - What is thrown then. @default the {@link DamagedFile} itself
 */
export function fromRows(row: Row | undefined, index: number, refuse: Refuse = (damage) => damage): Decoded {
  const entries: Entry[] = [];
  const bytes = row?.[0] ?? null;
  if (bytes === null) return { entries };
  if (!Buffer.isBuffer(bytes)) throw new ContractError("expected bytes of the query of rows");
  reader.load(bytes);
  while (reader.at < bytes.length) {
    if (!isWhole(index + entries.length)) {
      return { entries, damage: new DamagedFile(`entry ${index + entries.length} is not what was written`) };
    }
    entries.push(readEntry(index + entries.length, refuse));
  }
  return { entries };
}

/** Whether the next bytes are the row of that index, as it was written; what comes next is read behind its head. */
function isWhole(index: number): boolean {
  const start = reader.at;
  if (start + HEAD > reader.length) return false;
  const sum = reader.word();
  const end = start + reader.word();
  return end <= reader.length && end >= start + HEAD && reader.checksum(start + CHECKSUM, end, index) === sum;
}

/**
 * Reads in the order of writing; the object's keys are in the order of {@link Entry}, of which the accessor of a
 * compressed program has its place too.
 */
function readEntry(index: number, refuse: Refuse): Entry {
  const kinds = reader.byte();
  const has = reader.byte();
  const changeSize = reader.natural();
  const programSize = reader.natural();
  const island = reader.natural();
  const subject = reader.optionalNatural();
  const mate = reader.optionalNatural();
  const repeats = reader.optionalNatural();
  const statements = reader.natural();
  const redundant = reader.natural();
  const invalid = reader.natural();
  const steps = reader.natural();
  const cost = reader.float();
  const seconds = reader.float();
  const hash = reader.identifier() as string;
  const fingerprint = reader.identifier();
  const fitness = (has & FITNESS) === 0 ? null : reader.float();
  const measures = (has & MEASURES) === 0 ? null : readMeasures();
  const reason = (has & REASON) === 0 ? null : reader.text();
  const trainings: EntryTraining[] = [];
  for (let left = reader.natural(); left > 0; left--) trainings.push(readTraining());
  const change = reader.textOf(changeSize);
  const entry = {
    index,
    kind: KINDS[kinds & 3] as EntryKind,
    island, subject, mate,
    source: SOURCES[kinds >> 6] as Entry["source"],
    change,
  } as { -readonly [F in keyof Entry]: Entry[F] };
  if ((has & PACKED) === 0) entry.program = reader.textOf(programSize);
  else setPacked(entry, reader.latin1(programSize), refuse);
  entry.hash = hash;
  entry.fingerprint = fingerprint;
  entry.measures = measures;
  entry.repeats = repeats;
  entry.repeatOf = REPEATS[(kinds >> 4) & 3] as Entry["repeatOf"];
  entry.status = STATUSES[(kinds >> 2) & 3] as EntryStatus;
  entry.reason = reason;
  entry.fitness = fitness;
  entry.trainings = trainings;
  entry.spared = (has & SPARED) !== 0;
  entry.statements = statements;
  entry.redundant = redundant;
  entry.cost = cost;
  entry.invalid = invalid;
  entry.steps = steps;
  entry.seconds = seconds;
  return entry;
}

function readMeasures(): Measures {
  const coupling = COUPLINGS[reader.byte()] as Coupling;
  const liveState = reader.float();
  const scaleExponent = reader.float();
  const averagingLength = reader.float();
  const noiseResponse = reader.float();
  const updateSize = reader.float();
  return { liveState, scaleExponent, averagingLength, noiseResponse, coupling, updateSize };
}

function readTraining(): EntryTraining {
  const problem = reader.natural();
  const seed = reader.natural();
  const steps = reader.natural();
  const has = reader.byte();
  const loss = (has & LOSS) === 0 ? null : reader.float();
  const score = (has & SCORE) === 0 ? null : reader.float();
  const hurdles: number[] = [];
  for (let left = reader.natural(); left > 0; left--) hurdles.push(reader.float());
  return { problem, seed, loss, score, steps, hurdles };
}
