/*
 * Without a network a reload shows a page that says so, instead of the browser's own in English. The chat itself is
 * never kept on the phone: phones are lent, and what the commune writes concerns one person.
 */
const CACHE = 'loa-offline'
const PAGE = '/chat/offline'
const STYLE = "loa.css"

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([PAGE, STYLE])).then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => caches.match(PAGE)))
  else if (new URL(request.url).pathname === STYLE) event.respondWith(caches.match(STYLE).then((kept) => kept || fetch(request)))
})
