/**
 * The part of undici we need: `import('undici')` loads fetch, WebSocket, caches and mocks too and takes three
 * times as long, which is most of what a short run spends before its first request. undici (pinned exactly) declares no
 * `exports`, so this is allowed; http.test.ts breaks when an update moves the files.
 */
declare module 'undici/lib/dispatcher/agent.js' {
  import { Agent } from 'undici'
  export = Agent
}
