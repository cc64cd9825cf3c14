import { BoundedText, Flag, IsInstant, malformed, Nested, Optional, Roles, WholeNumber } from '@amends/platform/http';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { PolicyReplays, type ReplayPlace } from '../application/policy-replays';
import { draftOf } from './merchant-bodies';
import { PolicyDto, PolicyFlagsDto } from './merchants.controller';

/** Terms as a merchant sets them, here without a floor, with the platform's flags. */
export class DraftDto extends PolicyDto {
  @Optional()
  @Nested(() => PolicyFlagsDto)
  readonly flags?: PolicyFlagsDto | null;
}

class ReplayDto {
  @Nested(() => DraftDto)
  readonly draft!: DraftDto;

  @Optional()
  @BoundedText(255)
  readonly merchantId?: string | null;

  /** Applications made before are left out. */
  @Optional()
  @IsInstant()
  readonly from?: string | null;

  /** Leaves out of `data`, not of the counts, what would be answered the same. */
  @Optional()
  @Flag()
  readonly onlyChanged?: boolean | null;

  @Optional()
  @WholeNumber(1, 100)
  readonly limit?: number | null;

  @Optional()
  @BoundedText(1500)
  readonly cursor?: string | null;
}

/** What other terms would have changed. A question, not a command: nothing is written, so it takes no key. */
@Controller('v1/policies/replays')
export class PolicyReplaysController {
  constructor(private readonly replays: PolicyReplays) {}

  @Post()
  @HttpCode(200)
  @Roles('agent', 'operator')
  async replay(@Body() body: ReplayDto): Promise<object> {
    const { merchantId, from, onlyChanged, limit, cursor } = body;
    const { data, progress, next } = await this.replays.page(draftOf(body.draft), {
      ...(merchantId ? { merchantId } : {}),
      ...(from ? { from } : {}),
      ...{ onlyChanged: onlyChanged ?? false, limit: limit ?? USUAL_PAGE, after: cursor ? placeOf(cursor) : START },
    });
    return { data, progress, nextCursor: next && cursorOf(next) };
  }
}

const USUAL_PAGE = 50;

const START: ReplayPlace = { judged: 0, changed: 0, deniedToAccepted: 0, acceptedToDenied: 0 };

const cursorOf = ({ cursor, judged, changed, deniedToAccepted, acceptedToDenied }: ReplayPlace): string =>
  Buffer.from(JSON.stringify([judged, changed, deniedToAccepted, acceptedToDenied, cursor])).toString('base64url');

/** @throws Problem `malformed` for what is no cursor of a replay */
const placeOf = (text: string): ReplayPlace => {
  const [judged, changed, deniedToAccepted, acceptedToDenied, cursor, ...rest] = parsed(text);
  return isCount(judged) &&
    isCount(changed) &&
    isCount(deniedToAccepted) &&
    isCount(acceptedToDenied) &&
    typeof cursor === 'string' &&
    rest.length === 0
    ? { judged, changed, deniedToAccepted, acceptedToDenied, cursor }
    : malformed({ pointer: '/cursor', code: 'malformed', detail: 'Is no cursor of a replay.' });
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const parsed = (text: string): readonly unknown[] => {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
};
