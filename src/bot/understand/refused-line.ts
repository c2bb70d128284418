/** A line of the language's files that says nothing: where it stands and what it is, for whoever wrote it. */
export class RefusedLine extends Error {
  override name = 'RefusedLine'

  constructor(file: string, line?: string) {
    super(line === undefined ? file : `${file}: ${line}`)
  }
}
