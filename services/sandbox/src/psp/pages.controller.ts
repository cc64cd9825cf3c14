import { BoundedText, IsCurrency, IsInstant, IsPositiveMinor, notFound, pathName, Public } from '@amends/platform/http';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { Notifier } from './notifier';
import { Pages, type PageAnswer } from './pages';

class PageDto {
  @BoundedText(128) readonly number!: string;
  @IsPositiveMinor() readonly amount!: number;
  @IsCurrency() readonly currency!: string;
  @IsInstant() readonly expiresAt!: string;
  @BoundedText(2000) readonly returnUrl!: string;
}

/** Pages to pay on, as the refunds service sees them. */
@Public()
@Controller('psp/pages')
export class PagesController {
  constructor(private readonly pages: Pages) {}

  @Post()
  @HttpCode(200)
  make(@Body() body: PageDto): Promise<PageAnswer> {
    return this.pages.make(body);
  }

  @Get(':pageId')
  async query(@Param('pageId', pathName) id: string): Promise<PageAnswer> {
    return (await this.pages.query(id)) ?? notFound();
  }

  @Post(':pageId/close')
  @HttpCode(200)
  async close(@Param('pageId', pathName) id: string): Promise<PageAnswer> {
    return (await this.pages.close(id)) ?? notFound();
  }
}

/** … and as a buyer and a developer see them. */
@Public()
@Controller('dev/sandbox/psp/pages')
export class PagesDeskController {
  constructor(
    private readonly pages: Pages,
    private readonly notifier: Notifier,
  ) {}

  @Get(':pageId')
  async read(@Param('pageId', pathName) id: string): Promise<PageAnswer> {
    return (await this.pages.query(id)) ?? notFound();
  }

  /** The buyer pays what the page asks for; the product is told. */
  @Post(':pageId/pay')
  @HttpCode(200)
  async pay(@Param('pageId', pathName) id: string): Promise<PageAnswer> {
    const page = (await this.pages.pay(id)) ?? notFound();
    if (page.status === 'paid') void this.notifier.tell({ type: 'page.paid', ...page });
    return page;
  }
}
