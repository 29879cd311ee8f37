// Made by `npm run references`. Do not edit.
import type { Reference } from "../reference.js";

/** What is known of the task `fine-tuning`. */
export const fineTuning: readonly Reference[] = [
  {
    task: "fine-tuning",
    size: 1,
    horizon: 150,
    batch: 64,
    fingerprint: "ffed71f1cdfe9d68",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 38,
        setting: {
          scale: 29.139031250371062,
          decay: 0.00010856802654083441,
          hyperparameters: {
            beta1: 0.8787875241547167,
            beta2: 0.9996921766350343,
          },
        },
        loss: 0.5801823597867042,
        deviation: 0.05120438732384777,
        edges: [],
      },
      {
        horizon: 75,
        setting: {
          scale: 30.631601591861518,
          decay: 0.00021986512319301153,
          hyperparameters: {
            beta1: 0.9005553693207062,
            beta2: 0.9992652331090283,
          },
        },
        loss: 0.4601566545898095,
        deviation: 0.03514647244961427,
        edges: [],
      },
      {
        horizon: 150,
        setting: {
          scale: 13.221662664450898,
          decay: 0.00008121845289271876,
          hyperparameters: {
            beta1: 0.8713948805318493,
            beta2: 0.9995410251555606,
          },
        },
        loss: 0.32913656148593873,
        deviation: 0.021956600431374627,
        edges: [],
      },
      {
        horizon: 300,
        setting: {
          scale: 14.878673283729052,
          decay: 0.0006374645248852337,
          hyperparameters: {
            beta1: 0.897945260717419,
            beta2: 0.9989944815541442,
          },
        },
        loss: 0.2485538964974694,
        deviation: 0.019022632491406052,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 14.347833216880368,
          decay: 0.0007339576527506579,
          hyperparameters: {
            beta1: 0.8863162961190294,
            beta2: 0.9989513872815539,
          },
        },
        loss: 0.1872916895081289,
        deviation: 0.014289052507903471,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 150,
        setting: {
          scale: 13.221662664450898,
          decay: 0.00008121845289271876,
          hyperparameters: {
            beta1: 0.8713948805318493,
            beta2: 0.9995410251555606,
          },
        },
        loss: 0.32913656148593873,
        deviation: 0.021956600431374627,
        edges: [],
      },
      nadamw: {
        horizon: 150,
        setting: {
          scale: 29.139031250371062,
          decay: 0.00010856802654083441,
          hyperparameters: {
            beta1: 0.8787875241547167,
            beta2: 0.9996921766350343,
          },
        },
        loss: 0.3030048585496843,
        deviation: 0.01847685278766587,
        edges: [],
      },
      lion: {
        horizon: 150,
        setting: {
          scale: 65.39628680507927,
          decay: 0.00117122864062095,
          hyperparameters: {
            beta1: 0.8370321269004138,
            beta2: 0.9894753301272342,
          },
        },
        loss: 0.4143761438317597,
        deviation: 0.025108500209685122,
        edges: [],
      },
      nesterov: {
        horizon: 150,
        setting: {
          scale: 8.511405808661607,
          decay: 0.00043559840625589496,
          hyperparameters: {
            beta: 0.9047701833537998,
          },
        },
        loss: 0.3150608178693801,
        deviation: 0.012169077079908013,
        edges: [],
      },
      muon: {
        horizon: 150,
        setting: {
          scale: 1.6486361989888045,
          decay: 0.000016984372812055304,
          hyperparameters: {
            learning_rate: 0.032457860775867015,
            momentum: 0.8027014472873109,
            adam_learning_rate: 0.014472605508200969,
            beta1: 0.9220119833517718,
            beta2: 0.9987600980894825,
          },
        },
        loss: 0.26255236950237304,
        deviation: 0.016190270919540218,
        edges: ["momentum"],
      },
    },
  },
  {
    task: "fine-tuning",
    size: 1,
    horizon: 600,
    batch: 8,
    fingerprint: "e4ec588e1a8533ae",
    effort: {
      trials: 64,
      tuningSeeds: 2,
      seeds: 8,
      horizons: [0.25, 0.5, 1, 2, 4],
    },
    curve: [
      {
        horizon: 150,
        setting: {
          scale: 11.709106753357556,
          decay: 0.0006097197827722787,
          hyperparameters: {
            beta1: 0.8863162961190294,
            beta2: 0.9993497689516933,
          },
        },
        loss: 0.5815755894873291,
        deviation: 0.059300451470913854,
        edges: [],
      },
      {
        horizon: 300,
        setting: {
          scale: 14.610842643851653,
          decay: 0.00002992331928912764,
          hyperparameters: {
            beta1: 0.8992587678404325,
            beta2: 0.9992665797482554,
          },
        },
        loss: 0.4878571085864678,
        deviation: 0.07778365956964717,
        edges: [],
      },
      {
        horizon: 600,
        setting: {
          scale: 9.999621714729074,
          decay: 0.00029636085696427007,
          hyperparameters: {
            beta1: 0.915859446045689,
            beta2: 0.9992089243937604,
          },
        },
        loss: 0.3888333043651073,
        deviation: 0.07408947500129012,
        edges: [],
      },
      {
        horizon: 1200,
        setting: {
          scale: 8.013681414892577,
          decay: 0.0006689607616289484,
          hyperparameters: {
            beta1: 0.9302866859901735,
            beta2: 0.9981304652828984,
          },
        },
        loss: 0.2887162241167971,
        deviation: 0.04549034278825067,
        edges: [],
      },
      {
        horizon: 2400,
        setting: {
          scale: 7.284757812592837,
          decay: 0.000028514459453771725,
          hyperparameters: {
            beta1: 0.9537110472731966,
            beta2: 0.9990841874328722,
          },
        },
        loss: 0.23407161704562895,
        deviation: 0.045986415924378084,
        edges: [],
      },
    ],
    bar: {
      adamw: {
        horizon: 600,
        setting: {
          scale: 9.999621714729074,
          decay: 0.00029636085696427007,
          hyperparameters: {
            beta1: 0.915859446045689,
            beta2: 0.9992089243937604,
          },
        },
        loss: 0.3888333043651073,
        deviation: 0.07408947500129012,
        edges: [],
      },
      nadamw: {
        horizon: 600,
        setting: {
          scale: 11.65605343148145,
          decay: 0.00015173120600789656,
          hyperparameters: {
            beta1: 0.9071058514589851,
            beta2: 0.9991746422344043,
          },
        },
        loss: 0.38301236524421256,
        deviation: 0.05773841689972531,
        edges: [],
      },
      lion: {
        horizon: 600,
        setting: {
          scale: 20.216227888791394,
          decay: 0.00029857855997516007,
          hyperparameters: {
            beta1: 0.9781189390263328,
            beta2: 0.8303522725914495,
          },
        },
        loss: 0.4088225026607688,
        deviation: 0.0712531836379353,
        edges: [],
      },
      nesterov: {
        horizon: 600,
        setting: {
          scale: 5.986962275135559,
          decay: 0,
          hyperparameters: {
            beta: 0.6296479065993462,
          },
        },
        loss: 0.3856284065404907,
        deviation: 0.043444844609742406,
        edges: [],
      },
      muon: {
        horizon: 600,
        setting: {
          scale: 0.8110333534254148,
          decay: 0.000050350503077887275,
          hyperparameters: {
            learning_rate: 0.0202137081452939,
            momentum: 0.9505537393004513,
            adam_learning_rate: 0.032519953481425654,
            beta1: 0.8471535280583777,
            beta2: 0.9992344575382113,
          },
        },
        loss: 0.39289838544937083,
        deviation: 0.06479487658991254,
        edges: [],
      },
    },
  },
];
