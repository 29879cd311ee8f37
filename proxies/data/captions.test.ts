import { describe, expect, it } from "vitest";
import { CAPTION_LENGTH, captions } from "./captions.js";
import { picture } from "./picture.arbitrary.js";
import { take } from "./source.js";

const source = captions({ noise: 0 });

function read(caption: Int32Array, example: number): string {
  const symbols = caption.subarray(example * CAPTION_LENGTH, (example + 1) * CAPTION_LENGTH);
  const words = Array.from(symbols, (symbol) => source.words[symbol] as string);
  return words.filter((word) => word !== "").join(" ");
}

describe("captions", () => {
  it("say what the pictures show", () => {
    const { pixels, caption } = take(source, "train", 1, 0, 3);
    const shown = [0, 1, 2].map((i) => `${read(caption, i)}\n${picture(pixels, 12, i)}`);
    expect(`\n${shown.join("\n")}\n`).toMatchInlineSnapshot(`
      "
      one big right ring heavy leaning
                  ::::**..
                **********::
              ..**::  ..****::
              ****        **::
              ::**        ****
              ::**..      ::**
              ..****..  ..**::
                ..**********
                  ::::****..



      little ring straight




              ::..
          ::######**
        ..##**::::##..
        ::##..  ::##..
        **##..  ::##..
        ..##**..****
          ::######::
            ..::..
      one upright pointer bottom




                    ..
                  ::**::
                ..******..
                    **..::
                    **
                  ..**
                  ..::

      "
    `);
  });

  it("name the shape always, and other attributes as often as is asked", () => {
    const { caption, label } = take(source, "train", 1, 0, 2000);
    const small = new Set(["small", "little", "big", "large"]);
    let sizes = 0;
    for (let i = 0; i < 2000; i++) {
      const words = read(caption, i).split(" ");
      const names = new Set(namesOf(label[i] as number));
      expect(words.filter((word) => names.has(word))).toHaveLength(1);
      if (words.some((word) => small.has(word))) sizes++;
    }
    expect(Math.abs(sizes / 2000 - 0.6)).toBeLessThan(0.05);
  });

  it("have prompts for each shape, the words of which its captions use", () => {
    const { count, captions: prompts } = source.prompts();
    expect(count).toBe(6);
    expect(read(prompts, 0)).toBe("ring");
    expect(read(prompts, 12)).toBe("circle");
    expect(read(prompts, 2 * 12 + 9)).toBe("a ess");
    expect(read(prompts, 5 * 12 + 9)).toBe("one snake");
  });

  it("leave InfoNCE a floor that grows with the batch and stays below guessing", () => {
    const floors = [1, 8, 64].map((size) => source.floorOf(size).loss);
    expect(floors[0]).toBe(0);
    expect(floors[1]).toBeGreaterThan(0.02);
    expect(floors[2]).toBeGreaterThan(floors[1] as number);
    expect(floors[2]).toBeLessThan(0.15 * Math.log(64));
  });
});

function namesOf(label: number): readonly string[] {
  const { captions: prompts } = source.prompts();
  return [read(prompts, label), read(prompts, 12 + label)];
}
