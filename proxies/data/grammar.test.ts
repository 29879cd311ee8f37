import { describe, expect, it } from "vitest";
import { grammar, type GrammarSource } from "./grammar.js";
import { NGram } from "./ngram.js";
import { type Split, take } from "./source.js";

/** Whole texts, first symbol included. */
function texts(source: GrammarSource, split: Split, count: number): Int32Array {
  const { inputs, targets } = take(source, split, 1, 0, count);
  const [length = 0] = source.fields.inputs.shape;
  const whole = new Int32Array(count * (length + 1));
  for (let i = 0; i < count; i++) {
    whole[i * (length + 1)] = inputs[i * length] as number;
    whole.set(targets.subarray(i * length, (i + 1) * length), i * (length + 1) + 1);
  }
  return whole;
}

describe("grammar", () => {
  it("writes text with structure that people can see", () => {
    const source = grammar({ length: 47 });
    const whole = texts(source, "train", 6);
    const lines = [0, 1, 2, 3, 4, 5].map((i) => source.render(whole.subarray(i * 48, (i + 1) * 48)));
    expect(`\n${lines.join("\n")}\n`).toMatchInlineSnapshot(`
      "
      Ken[RoiKen]DiaiiKen[Dii2Kui].2DiFhyieFii.¿3JioMn
      Snu(JiuleSnu)JiuleGlh.GlhJiulaGlh.2LoiPuleSnu.1P
      ¿BunFhyii?3Reu(JiuliBun)Dii2Lia.¿2KuiFyie2Lia?3M
      FuiMnyiFui.2LoiPule2Kui.2LoiGae.FuiMnyiFui[KieiF
      ¿3Baie[Fyii]Guii2Hyu?Fnu(DieFnu)Jyhe3Lo.2JliPule
      1PhyGuiaDli(Guii).DliJiuli.DliMnyi.1RyhFhyiaDli.
      "
    `);
  });

  it("closes brackets in order, ends questions as questions, and goes two clauses deep at most", () => {
    const source = grammar({ length: 255 });
    const whole = texts(source, "train", 200);
    let deepest = 0;
    for (let i = 0; i < 200; i++) {
      const open: string[] = [];
      let question = false;
      for (const sign of source.render(whole.subarray(i * 256, (i + 1) * 256))) {
        if (sign === "¿") question = true;
        if (sign === "(" || sign === "[") open.push(sign);
        if (sign === ")") expect(open.pop()).toBe("(");
        if (sign === "]") expect(open.pop()).toBe("[");
        if (sign === "." || sign === "?") {
          expect(open).toHaveLength(0);
          expect(sign === "?").toBe(question);
          question = false;
        }
        deepest = Math.max(deepest, open.length);
      }
    }
    expect(deepest).toBe(2);
  });

  it.each([
    { symbols: 32, length: 16, margin: 0.3 },
    { symbols: 64, length: 32, margin: 0.65 },
  ])("with $symbols symbols and $length places has $margin nats that no 5-gram can get", (row) => {
    const source = grammar(row);
    const whole = row.length + 1;
    const learned = texts(source, "train", Math.floor(500_000 / whole));
    const judged = texts(source, "validation", 1000);
    const entropies = [1, 2, 3, 5].map((order) => {
      const model = new NGram(order, row.symbols);
      model.learn(learned, whole);
      return model.entropy(judged, whole);
    });
    expect(entropies).toEqual([...entropies].sort((a, b) => b - a));
    expect((entropies[3] as number) - source.floor.loss).toBeGreaterThan(row.margin);
    expect(source.floor.kind).toBe("atMost");
  });

  it("states a bound that the mean cost of other examples meets", () => {
    const source = grammar();
    const cost = new Float32Array(4000 * 16);
    source.cost("validation", 1, 0, 4000, cost);
    const mean = cost.reduce((sum, nats) => sum + nats, 0) / cost.length;
    expect(mean).toBeCloseTo(source.floor.loss, 1);
    expect(cost.every((nats) => nats >= 0)).toBe(true);
  });

  it("speaks another language in another world", () => {
    const one = grammar({ length: 64 });
    const other = grammar({ length: 64, world: 2 });
    const model = new NGram(3, 32);
    model.learn(texts(one, "train", 1500), 65);
    const own = model.entropy(texts(one, "test", 200), 65);
    expect(model.entropy(texts(other, "test", 200), 65)).toBeGreaterThan(own + 0.5);
  });
});

describe("an n-gram model", () => {
  it("learns a sequence that repeats, and knows nothing of one that does not", () => {
    const model = new NGram(2, 4);
    const cycle = Int32Array.from({ length: 4000 }, (_, i) => i % 4);
    model.learn(cycle, 100);
    expect(model.entropy(cycle, 100)).toBeLessThan(0.01);
    expect(new NGram(3, 4).entropy(cycle, 100)).toBeCloseTo(Math.log(4), 10);
  });

  it("gives probabilities that sum to 1 over the symbols", () => {
    const source = grammar({ length: 7 });
    const model = new NGram(4, 32);
    model.learn(texts(source, "train", 500), 8);
    const start = texts(source, "test", 1).slice(0, 8);
    let sum = 0;
    // Entropy over one symbol of a text of two is −log of that symbol's probability.
    for (let symbol = 0; symbol < 32; symbol++) {
      sum += Math.exp(-model.entropy(Int32Array.of(start[0] as number, symbol), 2));
    }
    expect(sum).toBeCloseTo(1, 10);
  });
});
