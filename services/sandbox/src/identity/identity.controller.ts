import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { BoundedText, OneOf, Optional, Public } from '@amends/platform/http';
import { Identity, ROLES, type Claims } from './identity';

class TokenDto {
  @OneOf(ROLES) readonly role!: Claims['role'];
  @Optional() @BoundedText(128) readonly buyerId?: string;
  @Optional() @BoundedText(128) readonly merchantId?: string;
  @Optional() @BoundedText(128) readonly sub?: string;
}

/** Tokens for development; in production an identity provider gives them. */
@Public()
@Controller()
export class IdentityController {
  constructor(private readonly identity: Identity) {}

  @Post('dev/tokens')
  @HttpCode(200)
  async token(@Body() { sub, ...body }: TokenDto): Promise<{ token: string }> {
    return { token: await this.identity.token({ ...body, sub: sub ?? body.buyerId ?? body.merchantId ?? body.role }) };
  }

  @Get('.well-known/jwks.json')
  jwks(): Promise<object> {
    return this.identity.jwks();
  }
}
