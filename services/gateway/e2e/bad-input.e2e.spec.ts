import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  absurdHeaders,
  nothings,
  rightBodies,
  unreadableBodies,
  wrongBodies,
  wrongFields,
  wrongHeaders,
} from './body-cases';
import { failuresOf, type Case } from './cases';
import { objectsOf, type Objects } from './fixtures';
import { hangUp } from './http';
import { memoryOfServices } from './memory';
import { foreignFilters, foreignObjects, unknownNames, unknownObjects } from './object-cases';
import { documentedOperations, type Operation } from './operations';
import { strangePaths, unlistedMethods } from './path-cases';
import { newPeople, type People } from './people';
import { strangeQueries, wrongQueries } from './query-cases';
import { signingKey, writtenAtRest, type Written } from './stores';
import { forgedTokens, roleCases, tokenCases } from './token-cases';
import { wrongUploads } from './upload-cases';

/** Thousands of requests: what each of them left behind would add up to more. */
const MOST_GROWTH_MIB = 160;

jest.setTimeout(180_000);

let operations: readonly Operation[];
let people: People;
let strangers: People;
let objects: Objects;
let before: Written;
let memory: Readonly<Record<string, number>>;

const refused = async (cases: readonly Case[]): Promise<void> => {
  expect(cases).not.toEqual([]);
  expect(await failuresOf(cases)).toEqual([]);
};

beforeAll(async () => {
  operations = await documentedOperations();
  [people, strangers] = await Promise.all([newPeople(), newPeople()]);
  objects = await objectsOf(people);
});

afterAll(hangUp);

// These may be taken, so they come before anything is counted.
describe('every route that takes a body', () => {
  it('reads one of the right form', () => refused(rightBodies(operations, people)));
  it('reads null for what may be left out', () => refused(nothings(operations, people)));
});

describe('every route that is documented', () => {
  beforeAll(async () => {
    before = await writtenAtRest();
    memory = await memoryOfServices();
  });

  it('refuses forged tokens', async () =>
    refused(tokenCases(operations, await forgedTokens(await signingKey(), people.tokens.agent))));
  it('refuses roles that may never use it', () => refused(roleCases(operations, people)));
  it('knows no unknown object', () => refused(unknownObjects(operations, people)));
  it('knows nobody of an impossible name', () => refused(unknownNames(operations, people)));
  it('does not tell a foreign object from an unknown one', () =>
    refused(foreignObjects(operations, objects, strangers)));
  it('shows no foreign object in its list', () => refused(foreignFilters(operations, objects, strangers)));
  it('refuses wrong fields, each with its pointer', () => refused(wrongFields(operations, people)));
  it('refuses bodies that cannot be read', () => refused(unreadableBodies(operations, people)));
  it('refuses bodies that are none of its own', () => refused(wrongBodies(operations, people)));
  it('refuses headers that are not of their form', () => refused(wrongHeaders(operations, people)));
  it('does not care for absurd headers', () => refused(absurdHeaders(operations, people)));
  it('refuses queries that cannot be read', () => refused(wrongQueries(operations, people)));
  it('does not stumble over strange queries', () => refused(strangeQueries(operations, people)));
  it('has no other methods', () => refused(unlistedMethods(operations)));
});

it('refuses what is no evidence', () => refused(wrongUploads(people)));
it('serves nothing beside its paths', () => refused(strangePaths()));

describe('after all of this', () => {
  it('nothing is written', async () => expect(await writtenAtRest()).toEqual(before));
  it('no process has grown', async () => {
    const now = await memoryOfServices();
    const grown = Object.entries(now).filter(([service, mib]) => mib - (memory[service] ?? 0) > MOST_GROWTH_MIB);
    expect(grown).toEqual([]);
  });
});
