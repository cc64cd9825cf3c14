// What a command and a read are measured against: a Nest route on Fastify that does one INSERT, and one with an indexed SELECT.
// Started by http.mjs with DATABASE_URL of its own database; tells its port when it listens.
import { require } from './scratch.mjs';

const { Body, Controller, Get, HttpCode, Inject, Module, Param, Post } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');
const { FastifyAdapter } = require('@nestjs/platform-fastify');
const { Pool } = require('pg');

const POOL_SIZE = 10; // As many connections as a service of the product has.
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: POOL_SIZE });
await pool.query('CREATE TABLE bare_rows (id uuid PRIMARY KEY, data json NOT NULL)');

class Rows {
  async insert({ id, data }) {
    await pool.query({
      name: 'insert',
      text: 'INSERT INTO bare_rows (id, data) VALUES ($1, $2)',
      values: [id, JSON.stringify(data)],
    });
    return { id, data };
  }

  async find(id) {
    const { rows } = await pool.query({
      name: 'find',
      text: 'SELECT data FROM bare_rows WHERE id = $1',
      values: [id],
    });
    return rows[0].data;
  }
}

class RowsController {
  constructor(rows) {
    this.rows = rows;
  }
  insert(body) {
    return this.rows.insert(body);
  }
  find(id) {
    return this.rows.find(id);
  }
}

/** Decorators without their syntax: this file is not compiled. */
const route = (method, decorator, parameter) => {
  const descriptor = Object.getOwnPropertyDescriptor(RowsController.prototype, method);
  decorator(RowsController.prototype, method, descriptor);
  parameter(RowsController.prototype, method, 0);
};
Controller('rows')(RowsController);
Inject(Rows)(RowsController, undefined, 0);
route('insert', Post(), Body());
route('find', Get(':id'), Param('id'));
HttpCode(201)(RowsController.prototype, 'insert', Object.getOwnPropertyDescriptor(RowsController.prototype, 'insert'));

class BareModule {}
Module({ controllers: [RowsController], providers: [Rows] })(BareModule);

const app = await NestFactory.create(BareModule, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
process.send({ url: await app.getUrl() });
process.on('disconnect', () => process.exit(0));
