/** The last things of their kind, of which the oldest are forgotten. */
export class Lately {
  private readonly ids = new Set<string>();

  constructor(private readonly capacity = 10_000) {}

  add(ids: readonly string[]): void {
    for (const id of ids) this.ids.add(id);
    for (const id of this.ids) {
      if (this.ids.size <= this.capacity) return;
      this.ids.delete(id);
    }
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }
}
