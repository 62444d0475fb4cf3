/** Whether a stream wants colours: a terminal that has them; NO_COLOR and FORCE_COLOR decide otherwise. */
export function wantsColor(stream: NodeJS.WriteStream): boolean {
  const forced = process.env['FORCE_COLOR']
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false'
  return stream.isTTY && stream.hasColors()
}
