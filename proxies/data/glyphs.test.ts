import { describe, expect, it } from "vitest";
import { glyphs } from "./glyphs.js";
import { picture } from "./picture.arbitrary.js";
import { take } from "./source.js";

describe("glyphs", () => {
  it("draws shapes that people can read", () => {
    const clear = glyphs({ side: 12, noise: 0, contrast: [1, 1], width: [0.1, 0.1], classes: 16 });
    const { pixels, label } = take(clear, "train", 1, 0, 60);
    const shown = [0, 7, 9, 10].map((wanted) => {
      return `${clear.names[wanted] as string}\n${picture(pixels, 12, label.indexOf(wanted))}`;
    });
    expect(`\n${shown.join("\n")}\n`).toMatchInlineSnapshot(`
      "
      ring

              ..::
          ..####****
          ::**    ****
          ##..      **::
        ..##        ::**
        ..**        ..##
        ::**        ..##..
        ::##..    ..##::
          ::########::
            ......

      zed

                    ..::**..
            ..**######****
            ::::......##..
                  ..##::
                  ****
                ::**
              ..##..
              ##::
            ****
          ::##..::::::::******
          ####********::::::..
      ess

              ::######::
            **##......##..
          ..##        ..
          ::**
            ******::..
            ..::::**##::
                    ::##
          ..::      ::**
          ..##::::::##::
            ..******..

      arrow
                ....
                ####
              ********
            ::##..##**::
            **..  ##..**
                  ##..
                  **::
                  ::**
                  ..**
                    ..


      "
    `);
  });

  it("draws smooth edges: a line between two rows of pixels is grey in both", () => {
    const still = {
      side: 8, classes: 4, rotation: 0, shear: 0, offset: 0, bend: 0, noise: 0,
      scale: [1, 1], width: [0.125, 0.125], contrast: [1, 1],
    } as const;
    const { pixels, label } = take(glyphs(still), "train", 1, 0, 40);
    expect(`\n${picture(pixels, 8, label.indexOf(2))}\n`).toMatchInlineSnapshot(`
      "
            ....
            ::::
            ::::
      ..::::::::::::..
      ..::::::::::::..
            ::::
            ::::
            ....
      "
    `);
  });

  it("has each class about as often as any other", () => {
    const { label } = take(glyphs({ classes: 16 }), "train", 1, 0, 16_000);
    const counts = new Array<number>(16).fill(0);
    for (const c of label) counts[c] = (counts[c] as number) + 1;
    // Five standard deviations.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(155);
  });

  it("draws the stated part of the labels anew, and leaves the images as they are", () => {
    const clean = take(glyphs(), "train", 1, 0, 4000);
    const noisy = take(glyphs({ labelNoise: 0.25 }), "train", 1, 0, 4000);
    expect(Buffer.from(noisy.pixels.buffer).equals(Buffer.from(clean.pixels.buffer))).toBe(true);
    const changed = noisy.label.filter((c, i) => c !== clean.label[i]).length / 4000;
    expect(changed).toBeGreaterThan(0.2);
    expect(changed).toBeLessThan(0.25);
  });

  it("states the loss that noise in the labels leaves: 1.0275 nats for a quarter of ten classes", () => {
    expect(glyphs({ labelNoise: 0.25 }).floor.loss).toBeCloseTo(1.02754, 5);
    expect(glyphs().floor).toEqual({ loss: 0, kind: "atLeast" });
  });

  it("adds noise of the stated deviation", () => {
    const quiet = take(glyphs({ noise: 0 }), "train", 1, 0, 400).pixels;
    const loud = take(glyphs({ noise: 0.4 }), "train", 1, 0, 400).pixels;
    const differences = Array.from(loud, (pixel, i) => pixel - (quiet[i] as number));
    const mean = differences.reduce((sum, d) => sum + d, 0) / differences.length;
    const square = differences.reduce((sum, d) => sum + d * d, 0) / differences.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(Math.sqrt(square - mean * mean)).toBeCloseTo(0.4, 2);
  });

  it("numbers the same shapes in another order when shifted", () => {
    const names = glyphs().names;
    const shifted = glyphs({ shift: 1 }).names;
    expect(shifted).not.toEqual(names);
    expect([...shifted].sort()).toEqual([...names].sort());
  });
});
