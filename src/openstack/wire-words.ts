// The words that suites make the shapes of answers of; what is beyond the clients they do not see.
export { listOf, record, text, textOrNull, wire, yesNo } from '../wire.ts'
