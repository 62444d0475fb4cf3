import type { FastifyInstance } from 'fastify'
import type { Context } from '../context.ts'
import { certificateRoute } from './certificate.ts'
import { certificatesRoute } from './certificates.ts'
import { loginRoutes } from './login.ts'
import { overviewRoute } from './overview.ts'
import { releasePageRoute } from './release-page.ts'
import { scopeRoutes } from './scope-page.ts'
import { testcaseRoute } from './testcase-page.ts'
import { reportRoute } from './report.ts'
import { subjectRoute } from './subject.ts'

/** The pages for people. */
export function boardRoutes(app: FastifyInstance, context: Context): void {
  loginRoutes(app, context)
  overviewRoute(app, context)
  certificatesRoute(app, context)
  certificateRoute(app, context)
  scopeRoutes(app, context)
  testcaseRoute(app, context)
  releasePageRoute(app, context)
  subjectRoute(app, context)
  reportRoute(app, context)
}
