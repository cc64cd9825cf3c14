import type { INestApplication } from '@nestjs/common';
import {
  ApiProperty,
  DocumentBuilder,
  SwaggerModule,
  type ApiPropertyOptions,
  type OpenAPIObject,
} from '@nestjs/swagger';
import { fieldDocuments, type FieldDocument } from '../validation/field-documents';

/** Loaded only when somebody asks for the document: it costs more memory than the whole web server. */
export const describeApi = (app: INestApplication, name: string): OpenAPIObject => {
  for (const [prototype, fields] of fieldDocuments()) {
    for (const [field, document] of fields) ApiProperty(propertyOptions(document))(prototype, field);
  }
  const config = new DocumentBuilder()
    .setTitle(`Amends ${name}`)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addSecurityRequirements('bearer')
    .build();
  return SwaggerModule.createDocument(app, config, { operationIdFactory: (_controller, method) => method });
};

const propertyOptions = ({ nested, list, required, ...schema }: FieldDocument): ApiPropertyOptions => {
  const shape = nested === undefined ? schema : { ...schema, type: nested(), isArray: list ?? false };
  // The notes are plain OpenAPI schema members; the library's type is a union too narrow to build up in parts.
  return { ...shape, required: required ?? true } as ApiPropertyOptions;
};
