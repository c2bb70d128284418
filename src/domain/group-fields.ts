/** What is said in the chats of the committee, the village heads and their groups, and the fields that each text is filled with. */

export const GROUP_FIELD_KINDS = {
  /** "12": a task's number in the commune. */
  number: 'text',
  about_number: 'maybe',
  ticket: 'text',
  /** Who asks: "Ban chỉ đạo", "ông Nguyễn Văn A". */
  asker: 'text',
  /** "17:00 thứ sáu 27/11/2026" */
  due: 'maybe',
  /** The first words of a task, as a reminder of which one it is. */
  gist: 'text',
  /** "Ấp Đông Lợi, Ấp Bàu Rã". */
  villages: 'text',
  /** "trưởng ấp Ấp Đông Lợi". */
  office: 'maybe',
  /** "hộ nghèo 4, hộ cận nghèo 7" */
  figures: 'maybe',
  /** A line each. */
  lines: 'text',
  /** told, confirmed … as domain/task-status.ts names them. */
  status: 'text',
  /** When that was: "09:20", "09:20 26/11". */
  at: 'maybe',
  /** "ảnh, tệp" */
  attached: 'maybe',
  /** Who is to be seen at home: "Nguyễn Thị Bịa (sinh 1950)". */
  person: 'text',
  /** "9": people who are still to be seen. */
  left: 'text',
  /** told, absent, died, moved. */
  outcome: 'text',
  announced: 'flag',
  asked: 'flag',
  wants_answer: 'flag',
  by_button: 'flag',
  corrected: 'flag',
  overdue: 'flag',
} as const

export const GROUP_FIELDS = {
  'group-bound-committee': ['sender'],
  'group-bound-village': ['sender', 'village'],
  'group-bound-holder': ['sender', 'name', 'office'],
  'group-code-wrong': ['sender'],
  'group-task': ['sender', 'asker', 'village', 'number', 'text', 'attached', 'due', 'announced', 'asked', 'wants_answer', 'by_button'],
  'group-part': ['sender', 'number', 'text'],
  'group-ask-give': ['sender', 'number', 'gist', 'villages', 'due', 'by_button'],
  'group-ask-stranger': ['sender', 'number', 'gist', 'villages', 'by_button'],
  'group-ask-villages': ['sender'],
  'group-dropped': ['sender', 'number'],
  'group-closed': ['sender', 'number'],
  'group-given-already': ['sender', 'number'],
  'group-masked': ['sender'],
  'group-confirmed': ['sender', 'village', 'number'],
  'group-done': ['sender', 'village', 'number'],
  'group-report-noted': ['sender', 'village', 'about_number', 'figures', 'corrected'],
  'group-answer': ['sender', 'village', 'about_number', 'text', 'attached', 'corrected'],
  'group-word': ['sender', 'asker', 'village', 'number', 'text'],
  'group-question': ['sender', 'village', 'about_number', 'text', 'ticket'],
  'group-question-noted': ['sender'],
  'group-how-to-ask': ['sender', 'number'],
  'group-which-task': ['sender', 'by_button'],
  'group-no-task': ['sender', 'number'],
  'group-open-tasks': ['sender', 'lines'],
  'group-no-open-tasks': ['sender'],
  'group-chase': ['sender', 'village', 'number', 'gist', 'due', 'overdue', 'by_button'],
  'group-silent': ['sender', 'village', 'number', 'gist', 'lines'],
  'group-board': ['sender', 'number', 'gist', 'due', 'lines', 'figures'],
  'group-board-line': ['sender', 'village', 'status', 'at', 'figures'],
  'group-visit': ['sender', 'person', 'number', 'lines', 'left', 'by_button'],
  'group-visit-noted': ['sender', 'person', 'outcome'],
  'group-visit-none': ['sender'],
  'group-no-visits': ['sender'],
  'group-visits-private': ['sender'],
} as const

export type GroupKey = keyof typeof GROUP_FIELDS
