import type { Target } from "../target.js";
import { writeTorch } from "./module.js";

/** PyTorch: a module of Python with a `torch.optim.Optimizer`. */
export const PYTORCH: Target = {
  name: "pytorch",
  title: "PyTorch: a module of Python with a torch.optim.Optimizer",
  extension: ".py",
  refuses: () => undefined,
  write: writeTorch,
};
