// One small server that plays every part of the shop: node server.js db|api|web. No dependencies.
const { createServer, get } = require('node:http');

const part = process.argv[2];
const port = Number(process.env.PORT);

const parts = {
  db: (request, response) => json(response, { products: ['bread', 'milk'] }),
  api: (request, response) => request.url === '/health' ? json(response, { ok: true }) : fetchFrom(process.env.DB, response),
  web: (request, response) => fetchFrom(process.env.API, response),
};

function json(response, value) {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

function fetchFrom(url, response) {
  get(url, (answer) => {
    response.writeHead(answer.statusCode, { 'Content-Type': answer.headers['content-type'] });
    answer.pipe(response);
  }).on('error', (problem) => response.writeHead(502).end(`${problem.message}\n`));
}

const server = createServer((request, response) => {
  console.log(`${request.method} ${request.url}`);
  parts[part](request, response);
});

server.listen(port, 'localhost', () => console.log(`${part} listens on http://localhost:${port}`));

process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
