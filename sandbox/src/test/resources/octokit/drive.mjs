// Drives the sandbox with octokit: create, write, branch, open, label, merge, delete. Prints what it saw as JSON.
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const [folder, baseUrl] = process.argv.slice(2);
const require = createRequire(pathToFileURL(folder + '/'));
const {Octokit} = await import(pathToFileURL(require.resolve('@octokit/rest')).href);

const octokit = new Octokit({auth: process.env.SANDBOX_TOKEN, baseUrl});
const seen = {};
const {data: user} = await octokit.rest.users.getAuthenticated();
seen.login = user.login;

const owner = user.login;
const repo = 'driven-by-octokit';
await octokit.rest.repos.createForAuthenticatedUser({name: repo, auto_init: true});
await octokit.rest.repos.replaceAllTopics({owner, repo, names: ['octokit']});

const base = await octokit.rest.git.getRef({owner, repo, ref: 'heads/main'});
await octokit.rest.git.createRef({owner, repo, ref: 'refs/heads/feature/one', sha: base.data.object.sha});
for (let file = 1; file <= 3; file++) {
  await octokit.rest.repos.createOrUpdateFileContents({
    owner, repo, branch: 'feature/one', path: `src/file ${file}.txt`, message: `Add file ${file}`,
    content: Buffer.from(`${file}\n`).toString('base64'),
  });
}
const opened = await octokit.rest.pulls.create({owner, repo, title: 'One', head: 'feature/one', base: 'main'});
const number = opened.data.number;
await octokit.rest.issues.addLabels({owner, repo, issue_number: number, labels: ['enhancement']});
await octokit.rest.issues.createComment({owner, repo, issue_number: number, body: 'Looks right'});
const files = await octokit.paginate(octokit.rest.pulls.listFiles, {owner, repo, pull_number: number, per_page: 1});
seen.files = files.map((file) => file.filename);
seen.mergeable = (await octokit.rest.pulls.get({owner, repo, pull_number: number})).data.mergeable;
seen.merged = (await octokit.rest.pulls.merge({owner, repo, pull_number: number, merge_method: 'squash'})).data.merged;
await octokit.rest.git.deleteRef({owner, repo, ref: 'heads/feature/one'});
const commits = await octokit.rest.repos.listCommits({owner, repo});
seen.commits = commits.data.map((commit) => commit.commit.message.split('\n')[0]);
const content = await octokit.rest.repos.getContent({owner, repo, path: 'src/file 2.txt'});
seen.content = Buffer.from(content.data.content, 'base64').toString();

const etag = (await octokit.rest.repos.get({owner, repo})).headers.etag;
seen.conditional = await octokit.rest.repos
  .get({owner, repo, headers: {'if-none-match': etag}})
  .then(() => 200, (error) => error.status);
seen.taken = await octokit.rest.repos
  .createForAuthenticatedUser({name: repo})
  .then(() => 201, (error) => `${error.status} ${error.response.data.errors[0].message}`);
await octokit.rest.repos.delete({owner, repo});
seen.gone = await octokit.rest.repos.get({owner, repo}).then(() => 200, (error) => error.status);
console.log(JSON.stringify(seen));
