import { z } from "zod";
import { settingsSchema } from "./schema.js";

/**
 * What a configuration file may say, as a JSON schema (draft 7) for editors: keys, types, bounds, defaults and a
 * description of each. What holds between keys and files it cannot say.
 */
export function jsonSchema(): object {
  const schema = z.toJSONSchema(settingsSchema, {
    io: "input",
    target: "draft-7",
    override({ zodSchema, jsonSchema }) {
      // A group whose keys are all commented out is null.
      if (zodSchema instanceof z.ZodPreprocess && jsonSchema.type === "object") {
        (jsonSchema as { type: unknown }).type = ["object", "null"];
      }
    },
  });
  return { ...schema, title: "Configuration of a symopt search" };
}
