/*
 * The live part of a person's chat: new messages as they come, what was seen, and a word when the network is gone.
 * Written for the browser of an old Android phone; the page reads without it.
 */
(function () {
  'use strict'
  const log = document.getElementById('log')
  const form = document.getElementById('write')
  const words = document.getElementById('text')
  const sending = document.getElementById('sending')
  const choices = document.getElementById('choices')
  const empty = document.getElementById('empty')
  const connection = document.getElementById('connection')
  const jump = document.getElementById('jump')
  const path = log.dataset.path
  const title = document.title
  const REOPEN_MS = 15000
  const LOST_AFTER_MS = 5000
  let last = log.dataset.last
  let reported = '0'
  let lostTimer

  const atEnd = () => window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 160
  const toEnd = () => window.scrollTo(0, document.documentElement.scrollHeight)

  /* On a screen that somebody looks at: not in a tab in the background, not below the screen's edge. */
  async function reportSeen() {
    if (document.hidden || !jump.hidden || last === '0' || last === reported) return
    const upTo = last
    reported = upTo
    const answer = await fetch(path + '/seen', { method: 'POST', body: new URLSearchParams({ upTo: upTo }) }).catch(() => undefined)
    /* Said again at the next occasion. */
    if (answer === undefined || !answer.ok) reported = '0'
  }

  function show(event) {
    const id = event.lastEventId
    if (log.querySelector('[data-id="' + id + '"]') !== null) return
    const follow = atEnd()
    place(id, event.data)
    if (follow) toEnd()
    else jump.hidden = false
    if (document.hidden) document.title = 'Tin mới · ' + title
    void reportSeen()
  }

  function place(id, text) {
    if (log.querySelector('[data-id="' + id + '"]') !== null) return
    log.insertAdjacentHTML('beforeend', text)
    empty.hidden = true
    last = id
    const offered = log.lastElementChild.querySelector('template')
    if (offered !== null) choices.innerHTML = offered.innerHTML
  }

  /* A board of ours says something else now; where the reader is does not move. */
  function change(event) {
    const root = document.createElement('div')
    root.innerHTML = event.data
    const newer = root.firstElementChild
    const older = log.querySelector('[data-id="' + newer.dataset.id + '"]')
    if (older !== null) older.replaceWith(newer)
  }

  /* What a press of Gửi or of a choice sends; the words stay in their place until they have arrived. */
  async function send(pressed) {
    const body = new URLSearchParams(new FormData(form))
    if (pressed !== null && pressed.name !== '') body.set(pressed.name, pressed.value)
    else if (words.value.trim() === '') return words.focus()
    form.setAttribute('aria-busy', 'true')
    const answer = await fetch(form.action + '?after=' + last, { method: 'POST', body: body, headers: { accept: 'application/json' } }).catch(() => undefined)
    form.removeAttribute('aria-busy')
    if (answer === undefined || !answer.ok) {
      sending.textContent = answer !== undefined && answer.status === 429 ? 'Có quá nhiều tin một lúc. Mời chờ vài phút rồi bấm Gửi lần nữa.' : sending.dataset.failed
      return
    }
    const taken = await answer.json()
    form.elements.key.value = taken.key
    sending.textContent = ''
    if (pressed === null || pressed.name === '') words.value = ''
    for (const one of taken.letters) place(one.id, one.html)
    toEnd()
    words.focus({ preventScroll: true })
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (form.getAttribute('aria-busy') === null) void send(event.submitter || null)
  })
  /* Enter sends, with Shift it begins a line; while an input method composes a letter it does neither. */
  words.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    if (form.requestSubmit) form.requestSubmit()
    else form.querySelector('.send').click()
  })

  /* A short gap is nobody's worry: the words appear only when it lasts. */
  function lost(now) {
    clearTimeout(lostTimer)
    lostTimer = setTimeout(() => {
      connection.textContent = connection.dataset.lost
    }, now ? 0 : LOST_AFTER_MS)
  }

  function found() {
    clearTimeout(lostTimer)
    if (connection.textContent !== '') connection.textContent = ''
    void reportSeen()
  }

  function open() {
    const stream = new EventSource(path + '/events?after=' + last)
    stream.addEventListener('letter', show)
    stream.addEventListener('changed', change)
    stream.addEventListener('open', found)
    stream.addEventListener('error', () => {
      lost(navigator.onLine === false)
      /* The browser tries again by itself, except after an answer that was not a stream. */
      if (stream.readyState === EventSource.CLOSED) setTimeout(open, REOPEN_MS)
    })
  }

  window.addEventListener('offline', () => lost(true))
  window.addEventListener('scroll', () => {
    if (jump.hidden || !atEnd()) return
    jump.hidden = true
    void reportSeen()
  }, { passive: true })
  jump.addEventListener('click', (event) => {
    event.preventDefault()
    jump.hidden = true
    toEnd()
    log.focus({ preventScroll: true })
    void reportSeen()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return
    document.title = title
    void reportSeen()
  })

  toEnd()
  void reportSeen()
  open()
  if ('serviceWorker' in navigator) navigator.serviceWorker.register('/chat/offline.js').catch(() => undefined)
})()
