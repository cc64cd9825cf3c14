import type { INestApplication, Type } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtension,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiProperty,
  DocumentBuilder,
  SwaggerModule,
  type ApiPropertyOptions,
  type OpenAPIObject,
} from '@nestjs/swagger';
import { declaredAccess } from '../identity/access-guard';
import { fieldDocuments, type FieldDocument } from '../validation/field-documents';
import { argumentsOf } from './route-arguments';
import { headersOf } from './route-notes';
import { optionsOf, type RouteOptions } from './route-options';
import { handlersOf } from './routes';

/** Loaded only when somebody asks for the document: it costs more memory than the whole web server. */
export const describeApi = (app: INestApplication, name: string, controllers: readonly Type[]): OpenAPIObject => {
  for (const [prototype, fields] of fieldDocuments()) {
    for (const [field, document] of fields) ApiProperty(propertyOptions(document))(prototype, field);
  }
  for (const controller of controllers) {
    for (const [method, handler] of handlersOf(controller)) {
      for (const decorate of routeDecorators(controller, method, handler))
        decorate(controller.prototype as object, method, { value: handler });
    }
  }
  const config = new DocumentBuilder()
    .setTitle(`Amends ${name}`)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addSecurityRequirements('bearer')
    .build();
  return SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
};

const propertyOptions = ({ nested, list, required, ...schema }: FieldDocument): ApiPropertyOptions => {
  const shape = nested === undefined ? schema : { ...schema, type: nested(), isArray: list ?? false };
  // The notes are plain OpenAPI schema members; the library's type is a union too narrow to build up in parts.
  return { ...shape, required: required ?? true } as ApiPropertyOptions;
};

/** What a route says of itself in the product's own words, in those of OpenAPI. */
const routeDecorators = (controller: Type, method: string, handler: object): readonly MethodDecorator[] => {
  const options = optionsOf(handler);
  const { ids, list } = argumentsOf(controller, method);
  return [
    accessible(declaredAccess(handler, controller)),
    ...headersOf(handler).map((header) => ApiHeader({ required: false, ...header })),
    ...ids.map(({ name, schema }) => ApiParam({ name, schema })),
    ...(list === undefined ? [] : [ApiBody({ type: [list.of] })]),
    ...ownBody(options),
  ];
};

/** `x-roles` names who may use a route; an open one asks for no token. */
const accessible = (access: ReturnType<typeof declaredAccess>): MethodDecorator =>
  access === 'public' || access === undefined
    ? ApiOperation({ security: [] })
    : (ApiExtension('x-roles', [...access]) as MethodDecorator);

/** The body of a route that reads it by itself, and how its sender is known. */
const ownBody = ({ body, multipart, signature }: RouteOptions): readonly MethodDecorator[] => [
  ...(body === undefined ? [] : [ApiBody({ type: body() })]),
  ...(multipart === true ? [ApiConsumes('application/json', 'multipart/form-data')] : []),
  ...(signature === undefined
    ? []
    : [ApiHeader({ name: signature, required: true, description: 'Signs the body with the shared secret.' })]),
];
