import type { FastifyInstance } from 'fastify'
import type { Context } from '../context.ts'
import type { Status } from '../views/all-status.ts'
import { currentStatus } from '../views/current-status.ts'
import { groupsOf } from '../views/groups.ts'
import { releaseOf, type Release, type ReleaseQuestion } from '../views/release/release.ts'
import { remembered } from '../views/remembered.ts'
import { releaseQuery, releaseQuestion, type ReleaseQuery } from './release-question.ts'
import { detail } from './schemas.ts'

/** `GET /release`: whether there is evidence enough to release. */
export function releaseRoute(app: FastifyInstance, context: Context): void {
  const { scopes, now } = context
  app.get<{ Querystring: ReleaseQuery }>(
    '/release',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Go or no-go for a version of a scope, with reasons, coverage and who takes part',
        description:
          'Go needs enough subjects that pass all of target main, and every testcase to pass on more than half of those that take part. MISS and DNF are no PASS. Results count that were made since the day and have not expired.',
        querystring: { type: 'object', properties: releaseQuery },
        response: { 404: detail },
      },
    },
    async (request, reply) => {
      const answer = await askRelease(context, releaseQuestion(request.query, scopes, now()))
      return reply.type('application/json').send(JSON.stringify(answer))
    },
  )
}

const releases = remembered<Status, Release>(4)

/** The release board for a question, as of now. */
export async function askRelease(
  context: Pick<Context, 'database' | 'scopes' | 'now'>,
  question: ReleaseQuestion,
): Promise<Release> {
  const [status, groups] = await Promise.all([
    currentStatus(context, { scopeUuid: question.scope.uuid.toLowerCase() }),
    groupsOf(context.database),
  ])
  const at = new Date(context.now())
  const { scope, version, ...rest } = question
  const way = [scope.uuid, version.version, rest, at.toISOString().slice(0, 10), [...groups]]
  return releases(status, JSON.stringify(way), () => releaseOf(question, status, groups, at))
}
