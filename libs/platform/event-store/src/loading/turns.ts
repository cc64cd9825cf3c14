/** Lets those who want the same stream wait for each other, so that they do not race for its next version. */
export class Turns {
  private readonly last = new Map<string, Promise<void>>();

  /** Resolves when it is our turn, with the function that ends it. */
  async take(streamId: string): Promise<() => void> {
    const before = this.last.get(streamId);
    let end: () => void = () => undefined;
    const turn = new Promise<void>((resolve) => {
      end = resolve;
    });
    const mine = before === undefined ? turn : before.then(() => turn);
    this.last.set(streamId, mine);
    await before;
    return () => {
      if (this.last.get(streamId) === mine) this.last.delete(streamId);
      end();
    };
  }
}
