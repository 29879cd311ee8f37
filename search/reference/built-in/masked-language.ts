// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `masked-language`. */
export const maskedLanguage: readonly Reference[] = [
  {
    task: "masked-language",
    size: 1,
    horizon: 400,
    batch: 16,
    fingerprint: "a46311e6fa02faa1",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 100,
        setting: {
          scale: 14.218109276084073,
          decay: 0.000015635697426340707,
          hyperparameters: {
            beta1: 0.7099209641196907,
            beta2: 0.9995187677588492,
          },
        },
        loss: 3.0756749268621206,
        deviation: 0.05187854605561779,
        edges: ["beta1"],
      },
      {
        horizon: 200,
        setting: {
          scale: 9.999621714729074,
          decay: 0,
          hyperparameters: {
            beta1: 0.7614280136177332,
            beta2: 0.9995647049581363,
          },
        },
        loss: 2.941401407122612,
        deviation: 0.042629811345794445,
        edges: [],
      },
      {
        horizon: 400,
        setting: {
          scale: 8.911187587939533,
          decay: 0,
          hyperparameters: {
            beta1: 0.7008380510016987,
            beta2: 0.9995802906120557,
          },
        },
        loss: 2.6177401933819056,
        deviation: 0.0810855607250645,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 9.819618764780897,
          decay: 0,
          hyperparameters: {
            beta1: 0.8092776341681605,
            beta2: 0.9995822110186298,
          },
        },
        loss: 2.2487615440040827,
        deviation: 0.10067668995791379,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 11.037855342552195,
          decay: 0.008073924358950275,
          hyperparameters: {
            beta1: 0.9115507790479851,
            beta2: 0.9988601016931745,
          },
        },
        loss: 1.8930063005536795,
        deviation: 0.051766597295470854,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 400,
        setting: {
          scale: 8.911187587939533,
          decay: 0,
          hyperparameters: {
            beta1: 0.7008380510016987,
            beta2: 0.9995802906120557,
          },
        },
        loss: 2.6177401933819056,
        deviation: 0.0810855607250645,
        edges: [],
      },
      nadamw: {
        horizon: 400,
        setting: {
          scale: 14.089558216277217,
          decay: 0.005945418096930205,
          hyperparameters: {
            beta1: 0.8739841771462925,
            beta2: 0.9986112824987046,
          },
        },
        loss: 2.6041303109377623,
        deviation: 0.12028474692227824,
        edges: [],
      },
      lion: {
        horizon: 400,
        setting: {
          scale: 20.58681057066278,
          decay: 0.0002531461492222326,
          hyperparameters: {
            beta1: 0.9604471549994001,
            beta2: 0.8440095940096528,
          },
        },
        loss: 2.8065484892576933,
        deviation: 0.07313631120369112,
        edges: [],
      },
      nesterov: {
        horizon: 400,
        setting: {
          scale: 19.829365976363288,
          decay: 0.00047734683817263863,
          hyperparameters: {
            beta: 0.7332386026892463,
          },
        },
        loss: 2.5708481557667255,
        deviation: 0.07516080442665393,
        edges: [],
      },
      muon: {
        horizon: 400,
        setting: {
          scale: 1.74356085944341,
          decay: 0.0000169588753970004,
          hyperparameters: {
            learning_rate: 0.015465283596117556,
            momentum: 0.8378598668541266,
            adam_learning_rate: 0.034280649428658085,
            beta1: 0.42412917941876527,
            beta2: 0.9990566050522135,
          },
        },
        loss: 2.4622994232922792,
        deviation: 0.08342766369499832,
        edges: [],
      },
    },
  },
  {
    task: "masked-language",
    size: 1,
    horizon: 1600,
    batch: 2,
    fingerprint: "750c224162c61d6c",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 400,
        setting: {
          scale: 2.101263705883436,
          decay: 0,
          hyperparameters: {
            beta1: 0.8636751923799728,
            beta2: 0.9988888776908399,
          },
        },
        loss: 3.204982044175267,
        deviation: 0.0426904770844354,
        edges: [],
      },
      {
        horizon: 800,
        setting: {
          scale: 5.0454283972960985,
          decay: 0.000013859759644290512,
          hyperparameters: {
            beta1: 0.9020766338925319,
            beta2: 0.9994472134986192,
          },
        },
        loss: 3.085589051246643,
        deviation: 0.07010726301848098,
        edges: [],
      },
      {
        horizon: 1600,
        setting: {
          scale: 6.906155461600671,
          decay: 0,
          hyperparameters: {
            beta1: 0.8686675871344027,
            beta2: 0.9996719135820318,
          },
        },
        loss: 2.988889904692769,
        deviation: 0.10398321414095485,
        edges: [],
      },
      {
        horizon: 3200,
        setting: {
          scale: 10.464197564200562,
          decay: 0.0007312268240135918,
          hyperparameters: {
            beta1: 0.9160663169040049,
            beta2: 0.999145169974264,
          },
        },
        loss: 2.7593180257827044,
        deviation: 0.16052919840506616,
        edges: [],
      },
      {
        horizon: 6400,
        setting: {
          scale: 5.559773361016509,
          decay: 0.00017915864831869702,
          hyperparameters: {
            beta1: 0.8517949918407072,
            beta2: 0.9992386466287372,
          },
        },
        loss: 2.2413178076967597,
        deviation: 0.11385452149189607,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 1600,
        setting: {
          scale: 6.906155461600671,
          decay: 0,
          hyperparameters: {
            beta1: 0.8686675871344027,
            beta2: 0.9996719135820318,
          },
        },
        loss: 2.988889904692769,
        deviation: 0.10398321414095485,
        edges: [],
      },
      nadamw: {
        horizon: 1600,
        setting: {
          scale: 5.739350397924111,
          decay: 0,
          hyperparameters: {
            beta1: 0.8361219987581303,
            beta2: 0.9993787745164032,
          },
        },
        loss: 2.955511534586549,
        deviation: 0.10216860702581562,
        edges: [],
      },
      lion: {
        horizon: 1600,
        setting: {
          scale: 7.305421321925863,
          decay: 0.07004773883610818,
          hyperparameters: {
            beta1: 0.9060407610932584,
            beta2: 0.979255742661273,
          },
        },
        loss: 2.9808426033705473,
        deviation: 0.07762604431638714,
        edges: [],
      },
      nesterov: {
        horizon: 1600,
        setting: {
          scale: 4.527751802482387,
          decay: 0.0001134204623679767,
          hyperparameters: {
            beta: 0.9042055440396353,
          },
        },
        loss: 2.886056976392865,
        deviation: 0.09784046961959811,
        edges: [],
      },
      muon: {
        horizon: 1600,
        setting: {
          scale: 0.5069347214829492,
          decay: 0.000010442399105796698,
          hyperparameters: {
            learning_rate: 0.009631279496662128,
            momentum: 0.8885117487506577,
            adam_learning_rate: 0.020558388312348685,
            beta1: 0.6947539396863084,
            beta2: 0.9969956241822377,
          },
        },
        loss: 2.755735907703638,
        deviation: 0.1139293618127201,
        edges: [],
      },
    },
  },
];
