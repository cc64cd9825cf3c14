import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../identity/caller';
import { isProblemCode, problems } from './catalogue';
import { notFound } from './problem';

/** What the `type` of a problem resolves to. */
@Controller('problems')
export class ProblemsController {
  @Public()
  @Get(':code')
  explain(@Param('code') code: string, @Res() reply: FastifyReply): void {
    if (!isProblemCode(code)) return notFound();
    const { status, title, detail } = problems[code];
    const text = `<h1>${title.en} · ${title.zh}</h1><p>${detail.en}</p><p>${detail.zh}</p>`;
    const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${code}</title>${text}<p>HTTP ${String(status)}, code <code>${code}</code></p></html>`;
    void reply.header('content-type', 'text/html; charset=utf-8').send(page);
  }
}
