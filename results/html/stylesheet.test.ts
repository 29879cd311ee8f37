import { expect, test } from "vitest";
import { STYLESHEET } from "./stylesheet.js";

/** The colours of light and dark pages, by their names. */
const THEMES = [...STYLESHEET.matchAll(/:root \{([^}]*)\}/g)].map(([, body = ""]) =>
  new Map([...body.matchAll(/--([\w-]+): (#[0-9a-f]+)/g)].map(([, name = "", colour = ""]) => [name, colour])));

/** The relative luminance of a colour: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance. */
function luminance(colour: string): number {
  const digits = colour.length === 4 ? colour.slice(1).replace(/./g, "$&$&") : colour.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((k) => {
    const part = Number.parseInt(digits.slice(k, k + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

test("pages are light, dark and printed", () => {
  expect(THEMES).toHaveLength(3);
});

test.each(THEMES.map((theme, k) => [["light", "dark", "print"][k], theme] as const))(
  "text can be read on a page that is %s: its contrast is 4.5 or more", (_, theme) => {
    for (const text of ["ink", "soft", "accent"]) {
      for (const ground of ["paper", "raised"]) {
        expect(contrast(theme.get(text) ?? "", theme.get(ground) ?? ""), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

test.each(THEMES.map((theme, k) => [["light", "dark", "print"][k], theme] as const))(
  "shades are told apart by how light they are on a page that is %s, as who sees no colours needs it", (_, theme) => {
    const shades = [0, 1, 2, 3, 4, 5, 6].map((k) => luminance(theme.get(`s${k}`) ?? ""));
    const order = (shades[0] as number) < (shades[6] as number) ? shades : shades.toReversed();
    order.slice(1).forEach((shade, k) => { expect(shade).toBeGreaterThan(1.15 * (order[k] as number)); });
  });
