/** What an element may hold: markup, text that is escaped, or nothing. */
export type Child = Markup | string | number | null | undefined | readonly Child[];

/** Attributes of an element: `true` stands for one without a value, `undefined` and `false` for none. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** A piece of a page, in which all text that is no markup was escaped. */
export class Markup {
  /** HTML that is well-formed as XML too. */
  readonly html: string;

  private constructor(html: string) {
    this.html = html;
  }

  /** An element. */
  static element(name: string, attributes: Attributes, children: readonly Child[]): Markup {
    const head = `<${name}${Object.entries(attributes).map(([key, value]) => attributeText(key, value)).join("")}`;
    return new Markup(VOID.has(name) ? `${head} />` : `${head}>${children.map(contentText).join("")}</${name}>`);
  }

  /** Code of the page itself in a `style` or `script`, where nothing is escaped. */
  static code(name: "style" | "script", code: string): Markup {
    return new Markup(`<${name}>${code}</${name}>`);
  }
}

/** Elements that have no end. */
const VOID: ReadonlySet<string> = new Set(["br", "col", "hr", "input", "meta"]);

/** An element with attributes and children. */
export function element(name: string, attributes: Attributes = {}, ...children: readonly Child[]): Markup {
  return Markup.element(name, attributes, children);
}

/** Several pieces one after another, the way prose is written: `["Over ", strong("3 seeds"), "."]`. */
export function contentText(child: Child): string {
  if (child === null || child === undefined) return "";
  if (child instanceof Markup) return child.html;
  return typeof child === "object" ? child.map(contentText).join("") : escaped(String(child));
}

function attributeText(name: string, value: Attributes[string]): string {
  if (value === undefined || value === false) return "";
  return ` ${name}="${value === true ? "" : escaped(String(value))}"`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;",
};

/**
 * Text that means nothing to a browser. What no page may hold or what could play tricks on the eye, such as changes
 * of the direction of writing, becomes one visible character each.
 */
export function escaped(text: string): string {
  return text.replace(UNFIT, "\ufffd").replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

/** Control characters but line feeds and tabs, what is invisible, halves of characters, and non-characters. */
const UNFIT =
  // eslint-disable-next-line no-control-regex -- control characters are what this replaces
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
