/**
 * The contract between who wants something said and templates/: keys, fields, and what comes out. Texts live in
 * templates/<language>/<key>.<form>.liquid and an officer can change them; a missing field stops the send.
 */

/** How a notice will be shown: `chat` for messengers and web chat, `sms`, `visit` for the village head's list, `why` for the reason. */
export const NOTICE_FORMS = ['chat', 'sms', 'visit', 'why'] as const
/** And what is read aloud to everybody, by the commune's loudspeaker. */
export const TEXT_FORMS = [...NOTICE_FORMS, 'speech'] as const
export type TextForm = (typeof TEXT_FORMS)[number]

/** What a template may name. Dates and amounts are already written out as people read them. */
export type TemplateFields = Readonly<Record<string, string | number | boolean | null>>

export interface RenderRequest {
  communeId: number
  key: string
  form: TextForm
  fields: TemplateFields
}

export interface Rendered {
  text: string
  /** "vi/card-expiry.sms@3f2a91c0": which wording was said, recorded with the attempt. */
  template: string
  version: string
}

export interface SmsShape {
  encoding: 'gsm7' | 'ucs2'
  /** Septets or UTF-16 units. */
  units: number
  segments: number
}

export interface Content {
  /**
   * Throws `content.missing-field`, `content.wrong-field`, `content.unknown-template`, `content.too-long`: the text
   * is never half filled, the key never shown. Fields that the text does not name are ignored.
   */
  render(request: RenderRequest): Promise<Rendered>
  /** Removes marks and whatever GSM 03.38 lacks; the result costs 160 characters a segment instead of 70. */
  unaccent(text: string): string
  measureSms(text: string): SmsShape
}

/** Something about a text that stops it from being used. */
export interface TemplateProblem {
  /** "vi/card-lapsed.sms" */
  template: string
  /** "unknown-field", "abbreviation" … */
  code: string
  /** One sentence for the officer, in Vietnamese. */
  said: string
}

/** What the console needs where an officer changes a commune's wording. */
export interface EditableContent extends Content {
  /** Why this wording may not be saved under that name; empty: it may. */
  check(name: string, body: string): readonly TemplateProblem[]
  /** What a citizen would read, with the samples of the template's header. */
  preview(name: string, body: string): string
  /** What somebody would read, with what is known of them; throws as `render` does. */
  fillWith(name: string, body: string, fields: TemplateFields): string
  /** Every text that there is: "vi/card-lapsed.sms". */
  names(): readonly string[]
  /** The text of the file, as it stands there. */
  defaultBody(name: string): string | undefined
  /** The commune's wording has changed: read it again before the next text. */
  forget(communeId: number): void
}
