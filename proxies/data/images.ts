import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { loadCifar10 } from "./cifar.js";
import { badData, filesAt } from "./file.js";
import { type ImageFields, loadIdxImages } from "./idx.js";
import type { Source } from "./source.js";

/** Names of IDX files of images, such as `t10k-images-idx3-ubyte.gz`. */
const IDX_IMAGES = /images.*idx3/;

/** Names of CIFAR-10's binary files, such as `data_batch_1.bin`. */
const CIFAR = /\.bin(\.gz)?$/;

/**
 * Labelled images at a path: IDX files as MNIST's, gzip or not, or CIFAR-10's binary files. All files of a folder
 * are one set, dealt out by one fixed shuffle: seven tenths to train, a tenth to each other split.
 *
 * @param path - A folder; one file of IDX images, whose labels lie beside it under the same name with `labels` for
 *   `images` and `idx1` for `idx3`; or one CIFAR-10 file.
 * @throws {@link InputError} where there are no such files, or faulty ones.
 */
export function loadImages(path: string): Source<ImageFields> {
  const files = filesAt(path);
  const images = files.filter((file) => IDX_IMAGES.test(basename(file)));
  const records = files.filter((file) => CIFAR.test(basename(file)));
  if (images.length > 0 && records.length > 0) {
    const [idx, cifar] = [images, records].map(([first = ""]) => basename(first));
    throw badData(path, `has IDX images (${idx}) and CIFAR-10's binary files (${cifar}). Give each a folder of its own.`);
  }
  if (images.length > 0) return loadIdxImages(images, images.map(labelsOf));
  if (records.length > 0) return loadCifar10(records);
  const known = "IDX images (…-images-idx3-ubyte, gzip or not, with their labels) or CIFAR-10's binary files (….bin)";
  if (existsSync(path)) throw badData(path, `is not, and has not, ${known}. Name such a file or its folder.`);
  throw badData(path, `there is no such file or folder; expected ${known}. Check the path.`);
}

/** The file of the labels that belong to a file of images: packed or not, whatever the images are. */
function labelsOf(images: string): string {
  const name = basename(images).replace("images", "labels").replace("idx3", "idx1");
  const plain = name.replace(/\.gz$/, "");
  const found = [name, plain, `${plain}.gz`].find((each) => existsSync(join(dirname(images), each)));
  return join(dirname(images), found ?? name);
}
