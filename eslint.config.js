import comments from "@eslint-community/eslint-plugin-eslint-comments";
import js from "@eslint/js";
import stylistic from "@stylistic/eslint-plugin";
import jsdoc from "eslint-plugin-jsdoc";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** Tests, and what they draw programs with. */
const TESTS = ["**/*.test.ts", "**/*.arbitrary.ts"];

/** What ECMAScript and IEEE 754 fix to the bit; all else of `Math` may differ from machine to machine. */
const SAME_EVERYWHERE = new Set([
  "abs", "ceil", "clz32", "floor", "fround", "imul", "max", "min", "round", "sign", "sqrt", "trunc",
  "E", "LN10", "LN2", "LOG10E", "LOG2E", "PI", "SQRT1_2", "SQRT2",
]);
const NOT_SAME_EVERYWHERE = Object.getOwnPropertyNames(Math).filter(
  (name) => !SAME_EVERYWHERE.has(name) && name !== "random",
);

/** Randomness that no seed can repeat. */
const AMBIENT_RANDOMNESS = [
  { object: "Math", property: "random", message: "Draw from a RandomStream that is passed in." },
  ...["getRandomValues", "randomBytes", "randomInt", "randomUUID"].map((property) => ({
    object: "crypto", property, message: "Draw from a RandomStream that is passed in.",
  })),
];
const SEED_FROM_CLOCK = {
  selector: "NewExpression[callee.name='RandomStream'] :matches(Identifier[name=/^(Date|performance|process)$/])",
  message: "A seed is given by the user, never taken from the clock or the process.",
};

/** What is exported carries a docstring; what it says is TypeScript's to type. */
const DOCUMENTATION = {
  "jsdoc/require-jsdoc": ["error", {
    publicOnly: true,
    require: { ClassDeclaration: true, FunctionDeclaration: true, MethodDefinition: true },
    checkConstructors: false,
    contexts: [
      "TSInterfaceDeclaration", "TSTypeAliasDeclaration", "TSEnumDeclaration", "TSMethodSignature",
      "ExportNamedDeclaration > VariableDeclaration",
    ],
  }],
  "jsdoc/require-description": ["error", {
    contexts: [
      "FunctionDeclaration", "ClassDeclaration", "MethodDefinition[kind!='constructor']",
      "TSInterfaceDeclaration", "TSTypeAliasDeclaration", "TSEnumDeclaration", "VariableDeclaration",
      "TSMethodSignature",
    ],
  }],
  "jsdoc/check-alignment": "error",
  "jsdoc/check-param-names": ["error", { disableMissingParamChecks: true }],
  "jsdoc/check-tag-names": ["error", { typed: true, definedTags: ["remarks", "typeParam"] }],
  "jsdoc/empty-tags": "error",
  "jsdoc/no-blank-blocks": "error",
  "jsdoc/no-types": "error",
  "jsdoc/require-hyphen-before-param-description": ["error", "always"],
  "jsdoc/require-param-description": "error",
  "jsdoc/require-returns-description": "error",
};

/** Tables are laid out by hand, so of the layout only what is never a matter of taste is checked. */
const LAYOUT = {
  "@stylistic/max-len": ["error", {
    code: 120,
    // A string, a pattern or an address that would have to be broken to fit is better whole.
    ignoreRegExpLiterals: true, ignoreUrls: true, ignoreTemplateLiterals: true, ignoreStrings: true,
  }],
  "@stylistic/quotes": ["error", "double", { avoidEscape: true, allowTemplateLiterals: "avoidEscape" }],
  "@stylistic/semi": ["error", "always"],
  "@stylistic/comma-dangle": ["error", "only-multiline"],
  "@stylistic/eol-last": "error",
  "@stylistic/no-tabs": "error",
  "@stylistic/no-trailing-spaces": "error",
  "@stylistic/no-multiple-empty-lines": ["error", { max: 1, maxBOF: 0, maxEOF: 0 }],
};

export default defineConfig(
  globalIgnores(["dist/", "coverage/", "docs/api/", "results/discovered/", "runs/"]),
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" },
    plugins: { "@stylistic": stylistic, comments },
    rules: {
      ...LAYOUT,
      "comments/require-description": ["error", { ignore: ["eslint-enable"] }],
      "comments/no-unlimited-disable": "error",
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "no-console": "error",
      "no-restricted-properties": ["error", ...AMBIENT_RANDOMNESS],
      "no-restricted-syntax": ["error", SEED_FROM_CLOCK],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { jsdoc },
    settings: { jsdoc: { mode: "typescript", tagNamePreference: { template: "typeParam" } } },
    rules: {
      ...DOCUMENTATION,
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-import-type-side-effects": "error",
      // Code points are what a width and a cut are counted in.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error", { considerDefaultExhaustiveForUnions: true },
      ],
      // `x[i] as number` says in every loop what is known of the index; `x[i]!` would also hide mistakes
      // elsewhere, and stays forbidden.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      // Loops over typed arrays count: an iterator costs several times the arithmetic.
      "@typescript-eslint/prefer-for-of": "off",
    },
  },
  {
    files: ["src/**/*.ts", "dsl/**/*.ts", "proxies/**/*.ts", "search/**/*.ts"],
    ignores: TESTS,
    rules: {
      "no-restricted-properties": [
        "error",
        ...AMBIENT_RANDOMNESS,
        ...NOT_SAME_EVERYWHERE.map((property) => ({
          object: "Math", property,
          message: "Its last bits differ from machine to machine: use src/transcendental.",
        })),
      ],
      "no-restricted-syntax": [
        "error",
        SEED_FROM_CLOCK,
        {
          selector: ":matches(BinaryExpression[operator='**'], AssignmentExpression[operator='**='])",
          message: "Its last bits differ from machine to machine: multiply, or use src/transcendental.",
        },
      ],
    },
  },
  {
    files: ["src/**/*.ts", "dsl/**/*.ts"],
    ignores: TESTS,
    rules: {
      "no-restricted-globals": [
        "error",
        ...["Date", "performance", "process", "setTimeout", "setInterval"].map((name) => ({
          name, message: "The same input must give the same result: no clock, no environment here.",
        })),
      ],
    },
  },
  {
    files: TESTS,
    rules: { "jsdoc/require-jsdoc": "off" },
  },
  {
    files: ["bin/**/*.ts", "bench/**/*.ts"],
    rules: { "no-console": "off" },
  },
  {
    files: ["**/*.js", "**/*.cjs"],
    languageOptions: { globals: { module: "writable" } },
  },
);
