// Goes through every resource with Losant's official client and prints "ok".
// Arguments: the API's address, an e-mail address, a password.
'use strict';

const assert = require('assert');
const { createClient } = require('losant-rest');

const [url, email, password] = process.argv.slice(2);

async function refused(promise, status) {
  const error = await promise.then(() => null, (reason) => reason);
  assert(error, 'was not refused');
  assert.strictEqual(error.statusCode, status);
  assert.strictEqual(typeof error.type, 'string');
  assert.strictEqual(typeof error.message, 'string');
}

async function applications(client) {
  const { applicationId } = await client.applications.post({
    application: { name: 'Greenhouse' }
  });
  const found = await client.applications.get({ filterField: 'name', filter: 'green*' });
  assert.deepStrictEqual(found.items.map((item) => item.id), [applicationId]);
  const changed = await client.application.patch({
    applicationId, application: { description: 'new' }
  });
  assert.strictEqual(changed.description, 'new');
  const globals = [{ key: 'limit', json: '5' }];
  await client.application.globals({ applicationId, globals });
  const one = await client.application.get({ applicationId });
  assert.strictEqual(one.globals[0].json, '5');
  return applicationId;
}

async function webhooks(client, applicationId) {
  const created = await client.webhooks.post({
    applicationId, webhook: { name: 'Orders', waitForReply: true }
  });
  const item = { applicationId, webhookId: created.webhookId };
  assert.deepStrictEqual(await client.webhook.get(item), created);
  const changed = await client.webhook.patch({
    ...item, webhook: { responseCode: 202 }
  });
  assert.strictEqual(changed.responseCode, 202);
  assert.strictEqual(changed.name, 'Orders');
  const found = await client.webhooks.get({ applicationId, sortField: 'name' });
  assert.strictEqual(found.totalCount, 1);
  await refused(
    client.webhook.patch({ ...item, webhook: { responseCode: 99 } }), 400
  );
  assert.deepStrictEqual(await client.webhook.delete(item), { success: true });
  await refused(client.webhook.get(item), 404);
}

async function tokens(client, applicationId) {
  const created = await client.applicationApiTokens.post({
    applicationId, apiToken: { name: 'Script', scope: ['webhooks.get'] }
  });
  const narrow = createClient({ accessToken: created.token, url });
  assert.strictEqual((await narrow.webhooks.get({ applicationId })).count, 0);
  await refused(
    narrow.webhooks.post({ applicationId, webhook: { name: 'x' } }), 403
  );
  const item = { applicationId, apiTokenId: created.apiTokenId };
  assert.strictEqual((await client.applicationApiToken.get(item)).name, 'Script');
  await client.applicationApiToken.patch({ ...item, apiToken: { status: 'inactive' } });
  await refused(narrow.webhooks.get({ applicationId }), 401);
  await client.applicationApiToken.delete(item);
  const left = await client.applicationApiTokens.get({ applicationId });
  assert.strictEqual(left.totalCount, 0);
}

async function main() {
  const client = createClient({ url });
  const signedIn = await client.auth.authenticateUser({
    credentials: { email, password }
  });
  client.setOption('accessToken', signedIn.token);
  assert.strictEqual((await client.me.get()).userId, signedIn.userId);
  const applicationId = await applications(client);
  await webhooks(client, applicationId);
  await tokens(client, applicationId);
  await client.application.delete({ applicationId });
  await refused(client.application.get({ applicationId }), 404);
  console.log('ok');
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
