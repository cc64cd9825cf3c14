import type { AfterSaleType } from '@amends/contracts';
import {
  policyCategories,
  reasons,
  switchableTypes,
  type PolicyCategory,
  type SwitchableType,
} from '@amends/domain/after-sales';
import {
  pathName,
  CommandRequest,
  CurrentCaller,
  Flag,
  IsPositiveMinor,
  listBody,
  ListOfWords,
  Nested,
  OneOf,
  Optional,
  Roles,
  WholeNumber,
  type Caller,
  type CommandContext,
} from '@amends/platform/http';
import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { Policies } from '../application/policies';
import { AFTER_SALE_TYPES } from './application.dto';
import { flagsOf, rulesOf, termsOf } from './merchant-bodies';

const LONGEST_WINDOW_DAYS = 365;
const HIGHEST_RETURN_FEE_PERCENT = 50;

class WindowsDto {
  @Optional()
  @WholeNumber(0, LONGEST_WINDOW_DAYS)
  readonly noReason?: number | null;

  @Optional()
  @WholeNumber(0, LONGEST_WINDOW_DAYS)
  readonly quality?: number | null;

  @Optional()
  @WholeNumber(0, LONGEST_WINDOW_DAYS)
  readonly priceProtection?: number | null;
}

export class PolicyDto {
  /** All but fresh goods where it is left out (rulings.md 2.5). */
  @Optional()
  @OneOf(policyCategories)
  readonly category?: PolicyCategory | null;

  @Optional()
  @Nested(() => WindowsDto)
  readonly windows?: WindowsDto | null;

  @Optional()
  @Flag()
  readonly freeReturn?: boolean | null;

  @Optional()
  @Flag()
  readonly autoApprovePreShip?: boolean | null;

  /** Returns for which nobody else is to blame are approved at once, as long as their window is open. */
  @Optional()
  @Flag()
  readonly unconditionalReturn?: boolean | null;

  @Optional()
  @ListOfWords(switchableTypes)
  readonly disabledTypes?: readonly SwitchableType[] | null;

  @Optional()
  @Flag()
  readonly fastExchange?: boolean | null;
}

class FreeShippingDto {
  /** Minor units of what the order must keep. */
  @IsPositiveMinor()
  readonly threshold!: number;

  /** Minor units of freight that was spared. */
  @IsPositiveMinor()
  readonly fee!: number;
}

/** What is left out is off. */
export class PolicyFlagsDto {
  @Optional()
  @WholeNumber(0, HIGHEST_RETURN_FEE_PERCENT)
  readonly returnFeePercent?: number | null;

  @Optional()
  @Nested(() => FreeShippingDto)
  readonly freeShipping?: FreeShippingDto | null;

  /** The merchant may not reject before there was an offer or a message. */
  @Optional()
  @Flag()
  readonly negotiateFirst?: boolean | null;

  /** Goods of these categories are repaired only with their serial number. */
  @Optional()
  @ListOfWords(policyCategories)
  readonly serialNumberFor?: readonly PolicyCategory[] | null;
  /** Of apparel and footwear another colour or size may have another price: the difference is paid, or paid back. */
  @Optional()
  @Flag()
  readonly exchangePriceDifference?: boolean | null;
}

export class AutoApproveRuleDto {
  /** Any type where it is left out or empty. */
  @Optional()
  @ListOfWords(AFTER_SALE_TYPES)
  readonly types?: readonly AfterSaleType[] | null;

  @Optional()
  @ListOfWords(reasons.map(({ code }) => code))
  readonly reasons?: readonly string[] | null;

  /** Minor units of cash; any amount where it is left out. */
  @Optional()
  @IsPositiveMinor()
  readonly maxAmount?: number | null;
}

/** What a merchant promises, and what he approves unseen (api.md 4). */
@Controller('v1/merchants/:merchantId')
export class MerchantsController {
  constructor(private readonly policies: Policies) {}

  @Put('policy')
  @Roles('merchant')
  setPolicy(
    @Param('merchantId') merchantId: string,
    @Body() body: PolicyDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.policies.setTerms(context, merchantId, { category: body.category ?? null, terms: termsOf(body) });
  }

  /** What the platform lets this shop keep of returns, or demands of it; in force for orders that are paid from now on. */
  @Put('policy-flags')
  @Roles('operator', 'supervisor')
  setFlags(
    @Param('merchantId', pathName) merchantId: string,
    @Body() body: PolicyFlagsDto,
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.policies.setFlags(context, merchantId, flagsOf(body));
  }

  @Get('auto-approve-rules')
  @Roles('merchant')
  async rules(@Param('merchantId') merchantId: string, @CurrentCaller() caller: Caller): Promise<object> {
    return { data: await this.policies.rules(merchantId, caller), nextCursor: null };
  }

  @Put('auto-approve-rules')
  @Roles('merchant')
  setRules(
    @Param('merchantId') merchantId: string,
    @Body(listBody(AutoApproveRuleDto, 50)) body: readonly AutoApproveRuleDto[],
    @CommandRequest() context: CommandContext,
  ): Promise<void> {
    return this.policies.setRules(context, merchantId, rulesOf(body));
  }
}
