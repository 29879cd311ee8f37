import fc from "fast-check";
import { expect, test } from "vitest";
import { element } from "./markup.js";
import { readPage } from "./reader.arbitrary.js";

test("elements nest, nothing is left out, and attributes may have no value", () => {
  const { html } = element("p", { class: "a", hidden: true, id: undefined, open: false }, "1 < 2", [3, null, undefined], element("br"));
  expect(html).toBe("<p class=\"a\" hidden=\"\">1 &lt; 23<br /></p>");
});

test("text reads back the same, wherever it stands", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme-ascii" }), (text) => {
    const [read] = readPage(element("p", { title: text }, text).html);
    expect(read?.text).toBe(text);
    expect(read?.attributes.get("title")).toBe(text);
  }));
});

test.each(["\u0000", "\u001b", "\u200b", "\u202e", "\ufeff", "\ud800", "\udc00", "\uffff"])(
  "what may not be on a page or is not seen there becomes a visible character: %j", (character) => {
    expect(element("p", {}, `a${character}b`).html).toBe("<p>a\ufffdb</p>");
  });

test("letters of any script and whole characters stay", () => {
  expect(element("p", {}, "β₂ · 字 😀\n\tx").html).toBe("<p>β₂ · 字 😀\n\tx</p>");
});
