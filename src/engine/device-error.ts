/** A device that has no room for what it is asked to hold: for so many lanes, or for so large a problem. */
export class OutOfRoom extends Error {
  override readonly name = "OutOfRoom";
  /** Lanes that it has no room for, where they are fewer than were asked for. */
  readonly lanes: number | undefined;

  constructor(message: string, { lanes }: { readonly lanes?: number } = {}) {
    super(message);
    this.lanes = lanes;
  }
}

/** A device that is gone, with all that it held: the driver was reset, or the GPU unplugged. */
export class DeviceLost extends Error {
  override readonly name = "DeviceLost";
}
