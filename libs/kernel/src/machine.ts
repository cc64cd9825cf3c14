/** One row reads as a sentence: from this status, `by` one of these actors `on` this command, `emits` leads `to` that status. */
export type Transition<
  Status extends string,
  Command extends string,
  Event extends string,
  Actor extends string,
> = Readonly<{
  /** The row's name in the specification of the life cycle, e.g. "R8"; tests cite it. */
  row: string;
  from: Status;
  by: readonly Actor[];
  on: Command;
  emits: Event;
  to: Status;
}>;

type AnyRow<Status extends string> = Transition<Status, string, string, string>;
type Table<Status extends string> = Readonly<{
  initial: Status;
  rows: readonly AnyRow<Status>[];
  entries?: readonly Status[];
}>;

export type Machine<
  Status extends string,
  Command extends string,
  Event extends string,
  Actor extends string,
> = Readonly<{
  initial: Status;
  rows: readonly Transition<Status, Command, Event, Actor>[];
  /** Statuses in which another table hands a life over to this one. */
  entries: readonly Status[];
  permits: (from: Status, on: Command, by?: Actor) => boolean;
  after: (from: Status, event: string) => Status;
  commandsOf: (from: Status, by: Actor) => readonly Command[];
}>;

/** A life cycle as data. It drives decisions, refusals, allowed actions, diagrams and the generated negative tests. */
export const machine = <Status extends string, Command extends string, Event extends string, Actor extends string>(
  initial: Status,
  rows: readonly Transition<Status, Command, Event, Actor>[],
  entries: readonly Status[] = [],
): Machine<Status, Command, Event, Actor> => ({
  initial,
  rows,
  entries,
  permits: (from, on, by) =>
    rows.some((row) => row.from === from && row.on === on && (by === undefined || row.by.includes(by))),
  /** Never fails: the past has happened, so an event we no longer expect leaves the status alone. */
  after: (from, event) => rows.find((row) => row.from === from && row.emits === event)?.to ?? from,
  /** What this actor may ask for now, sorted by name, each once. */
  commandsOf: (from, by) =>
    [...new Set(rows.filter((row) => row.from === from && row.by.includes(by)).map(({ on }) => on))].sort(),
});

/** What a test must find empty: two answers to one question, or a status nothing leads to. */
export const flaws = <Status extends string>({ initial, rows, entries = [] }: Table<Status>): readonly string[] => {
  const reached = new Set<string>([initial, ...entries]);
  for (const status of reached) for (const { from, to } of rows) if (from === status) reached.add(to);

  const ambiguous = rows.filter(({ from, emits, to }) =>
    rows.some((other) => other.from === from && other.emits === emits && other.to !== to),
  );
  const unreachable = rows.filter(({ from }) => !reached.has(from));

  return [
    ...ambiguous.map(({ from, emits }) => `${emits} leads from ${from} to two places`),
    ...unreachable.map(({ from }) => `nothing leads to ${from}`),
  ];
};

/** Every pair of status and command that no row lists: each must be refused. */
export const unlisted = <Status extends string>({
  rows,
}: Table<Status>): readonly { status: Status; command: string }[] => {
  const statuses = [...new Set(rows.flatMap(({ from, to }) => [from, to]))];
  const commands = [...new Set(rows.map(({ on }) => on))];
  return statuses.flatMap((status) =>
    commands
      .filter((command) => !rows.some((row) => row.from === status && row.on === command))
      .map((command) => ({ status, command })),
  );
};

/** The picture of the table: one arrow per row, and an exit wherever no row leads on. */
export const toMermaid = ({ initial, rows, entries = [] }: Table<string>): string => {
  const ends = [...new Set(rows.map(({ to }) => to))].filter((status) => !rows.some(({ from }) => from === status));

  return [
    'stateDiagram-v2',
    ...[initial, ...entries].map((entry) => `  [*] --> ${entry}`),
    ...rows.map(
      ({ row, from, on, by, emits, to }) => `  ${from} --> ${to}: ${row} ${on} (${by.join(', ')}) / ${emits}`,
    ),
    ...ends.map((status) => `  ${status} --> [*]`),
  ].join('\n');
};
